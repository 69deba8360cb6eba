import type { Mailbox } from '#platform/config/parsers.js';
import type { Attachment } from './attachments.js';
import type { Written } from './layout.js';

export interface Message extends Written {
  messageId: string;
  date: Date;
  from: Mailbox;
  to: string;
  attachments?: readonly Attachment[];
  /** Where one click ends what the organisation writes to this address; only for what may be refused. */
  unsubscribe?: string;
}

/** Takes one message out of the house, and answers with what the other side said. */
export abstract class MailTransport {
  abstract send(message: Message, signal: AbortSignal): Promise<string>;
}

/** Why a message was not taken, as far as it can be known. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';

  constructor(
    message: string,
    /** The other side does not want it, and will not tomorrow. */
    readonly forGood: boolean,
    /** All of it was handed over and the answer is missing: it may have arrived. */
    readonly doubtful: boolean,
    /** There is no such address. */
    readonly bounced = false,
    options: ErrorOptions = {},
  ) {
    super(message, options);
  }
}
