import { createServer, type Server, type ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';

export interface OperationsAnswer {
  status: number;
  type: string;
  body: string;
}

export type OperationsPage = () => OperationsAnswer | Promise<OperationsAnswer>;

/** Metrics and health on a port of their own, which no proxy publishes. It answers GET on a few fixed paths and nothing else. */
@Injectable()
export class OperationsServer {
  private readonly pages = new Map<string, OperationsPage>();
  private server: Server | null = null;

  serve(path: string, page: OperationsPage): void {
    this.pages.set(path, page);
  }

  /** The port that was taken; 0 as `port` turns the server off. */
  async listen(port: number, host: string): Promise<void> {
    if (port === 0) return;
    const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000, keepAliveTimeout: 5_000 }, (request, response) => {
      void this.answer(request.method ?? '', request.url ?? '', response);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause: NodeJS.ErrnoException) =>
        reject(cause.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken: set METRICS_PORT to a free one, or to 0 for none.`, { cause }) : cause),
      );
      server.listen(port, host, resolve);
    });
    server.on('error', () => undefined);
    this.server = server;
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  private async answer(method: string, url: string, response: ServerResponse): Promise<void> {
    const page = this.pages.get(url.split('?', 1)[0] ?? '');
    const { status, type, body } = !page ? plain(404, 'Not found') : method === 'GET' ? await answered(page) : plain(405, 'Only GET');
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  }
}

async function answered(page: OperationsPage): Promise<OperationsAnswer> {
  try {
    return await page();
  } catch {
    return plain(500, 'This page could not be composed; see the log.');
  }
}

function plain(status: number, body: string): OperationsAnswer {
  return { status, type: 'text/plain; charset=utf-8', body };
}
