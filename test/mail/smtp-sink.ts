import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Received {
  from: string;
  to: string[];
  raw: string;
  headers: Readonly<Record<string, string>>;
  subject: string;
  text: string;
  html: string;
}

/** What the server does with a mail to somebody: a number answers the recipient with it, `drop` hangs up after the last byte. */
export type Conduct = number | 'drop';

interface Manner {
  /** Passwords by user; without them nobody needs one. */
  accounts?: Record<string, string>;
  /** TLS from the start, with a certificate that nobody vouches for. */
  secure?: boolean;
  port?: number;
}

/** A real mail server that keeps what it gets. */
export class SmtpSink {
  readonly received: Received[] = [];
  /** By address; each entry counts for one attempt. */
  readonly conduct = new Map<string, Conduct[]>();
  private readonly server: SMTPServer;

  private constructor({ accounts, secure = false }: Manner) {
    this.server = new SMTPServer({
      secure,
      authOptional: !accounts,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username = '', password = '' }, _session, done) => {
        if (accounts?.[username] === password) return done(null, { user: username });
        done(Object.assign(new Error('5.7.8 Not these.'), { responseCode: 535 }));
      },
      logger: false,
      onRcptTo: ({ address }, _session, done) => {
        const [next] = this.conduct.get(address) ?? [];
        if (typeof next !== 'number') return done();
        this.conduct.get(address)!.shift();
        done(Object.assign(new Error('Not now, or never.'), { responseCode: next }));
      },
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = envelope.rcptTo.map(({ address }) => address);
          const from = envelope.mailFrom ? envelope.mailFrom.address : '';
          this.received.push(parsed(Buffer.concat(chunks).toString('utf8'), from, to));
          if (this.conduct.get(to[0]!)?.[0] !== 'drop') return done();
          this.conduct.get(to[0]!)!.shift();
          for (const connection of this.server.connections) (connection as unknown as { _socket: { destroy(): void } })._socket.destroy();
        });
      },
    });
    this.server.on('error', () => undefined);
  }

  static async open(manner: Manner = {}): Promise<SmtpSink> {
    const sink = new SmtpSink(manner);
    sink.server.listen(manner.port ?? 0, '127.0.0.1');
    await once(sink.server.server, 'listening');
    return sink;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  to(address: string): Received[] {
    return this.received.filter(({ to }) => to.includes(address));
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function parsed(raw: string, from: string, to: string[]): Received {
  const headers = headersOf(raw);
  const parts = partsOf(raw);
  const part = (type: string) => parts.find((each) => headersOf(each)['content-type']?.startsWith(type));
  return { from, to, raw, headers, subject: words(headers['subject'] ?? ''), text: bodyOf(part('text/plain')).replaceAll('\r\n', '\n'), html: bodyOf(part('text/html')) };
}

/** Those that have no parts of their own: a letter with an attachment is a part of its mail. */
function partsOf(raw: string): string[] {
  const boundary = /boundary="([^"]+)"/.exec(headersOf(raw)['content-type'] ?? '')?.[1];
  return boundary ? raw.split(`--${boundary}`).slice(1, -1).flatMap((part) => partsOf(part.replace(/^\r\n/, ''))) : [raw];
}

function headersOf(part: string): Record<string, string> {
  const [head = ''] = part.split('\r\n\r\n', 1);
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
}

function bodyOf(part: string | undefined): string {
  if (part === undefined) return '';
  const body = part.slice(part.indexOf('\r\n\r\n') + 4);
  const encoding = headersOf(part)['content-transfer-encoding'];
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? unquoted(body.replaceAll('=\r\n', '')) : body;
}

function words(text: string): string {
  return text.replaceAll(/\?= =\?/g, '?==?').replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, kind: string, word: string) =>
    kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : unquoted(word.replaceAll('_', ' ')));
}

function unquoted(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
