import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Arrived {
  path: string;
  id: string;
  headers: IncomingHttpHeaders;
  body: string;
  said: { type: string; timestamp: string; data: { [name: string]: unknown } & { id?: string; version?: number; changed?: string[]; record?: { [field: string]: unknown } } };
}

/** Where webhooks arrive. Each path behaves as a test wants; all others take what comes. */
export class Sink {
  readonly arrived: Arrived[] = [];
  private readonly manners = new Map<string, RequestListener>();

  private constructor(
    private readonly server: Server,
    readonly host: string,
  ) {}

  static async open(): Promise<Sink> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const sink = new Sink(server, `127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const [path, body] = [request.url!, Buffer.concat(chunks).toString()];
        sink.arrived.push({ path, id: String(request.headers['webhook-id']), headers: request.headers, body, said: JSON.parse(body) as Arrived['said'] });
        const manner = sink.manners.get(path);
        if (manner) manner(request, response);
        else response.end('thanks');
      });
    });
    return sink;
  }

  url(path: string): string {
    return `http://${this.host}${path}`;
  }

  behave(path: string, manner: RequestListener | null): void {
    if (manner) this.manners.set(path, manner);
    else this.manners.delete(path);
  }

  at(path: string): Arrived[] {
    return this.arrived.filter((each) => each.path === path);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** By the official library: throws unless the message is whole, fresh and signed with the secret. */
export function verified({ body, headers }: Arrived, secret: string): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}
