import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import { isIP, type Socket } from 'node:net';
import { mimeOf } from './message.js';
import { MailTransport, NotTaken, type Message } from './transport.js';

/** A server that falls silent costs a worker so long at most. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };
/** What the server says of the message itself; anything else it says of us, and that can be mended. */
const OF_THE_MESSAGE = new Set(['EENVELOPE', 'EMESSAGE']);

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
}

export class SmtpTransport extends MailTransport {
  constructor(
    private readonly server: SMTPTransportOptions,
    /** Where somebody else has chosen the address. */
    private readonly connect?: () => Promise<Socket>,
  ) {
    super();
  }

  /** Passwords and tokens never cross a network in the clear; a server on this machine needs no such care. */
  static at(url: string, production: boolean): SmtpTransport {
    const { hostname } = new URL(url);
    return new SmtpTransport({ url, requireTLS: production && hostname !== 'localhost' && !(isIP(hostname) === 4 && hostname.startsWith('127.')) });
  }

  async send(message: Message, signal: AbortSignal): Promise<string> {
    let handedOver = false;
    // Its log is the one place where the library tells that the last byte of the message is on its way.
    const logger = { info: (entry: { tnx?: string }) => void (handedOver ||= entry.tnx === 'message') };
    const connection = await this.connect?.().catch((error: Error) => {
      throw new NotTaken(error.message, { shut: true }, { cause: error });
    });
    const transport = createTransport({ ...PATIENCE, ...this.server, ...(connection && { connection }), tls: { minVersion: 'TLSv1.2' }, disableFileAccess: true, disableUrlAccess: true, logger });
    try {
      const { response, rejected } = await transport.sendMail({ ...mimeOf(message), signal });
      if (rejected.length > 0) throw new NotTaken(`The recipient was refused: ${response}`, { forGood: true, bounced: true });
      return response;
    } catch (error) {
      if (error instanceof NotTaken) throw error;
      const { code = '', responseCode = 0, message: said } = error as SmtpError;
      const ofTheMessage = OF_THE_MESSAGE.has(code);
      const doubtful = handedOver && responseCode === 0;
      throw new NotTaken(said, { forGood: responseCode >= 500 && ofTheMessage, doubtful, bounced: code === 'EENVELOPE' && isNoAddress(responseCode, said), shut: !ofTheMessage && !doubtful }, { cause: error });
    } finally {
      transport.close();
    }
  }
}

/** Servers say so by an enhanced status of the address (RFC 3463), or by the plain one alone; anything else may be their policy. */
function isNoAddress(responseCode: number, said: string): boolean {
  const [, subject] = /\b5\.(\d)\.\d{1,3}\b/.exec(said) ?? [];
  return subject === undefined ? [550, 551, 553].includes(responseCode) : subject === '1';
}
