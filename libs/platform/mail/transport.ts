import type { Mailbox } from '#platform/config/parsers.js';
import type { Attachment } from './attachments.js';
import type { DkimKey } from './dkim.js';
import type { Written } from './layout.js';

export interface Message extends Written {
  messageId: string;
  date: Date;
  from: Mailbox;
  to: string;
  attachments?: readonly Attachment[];
  /** Where one click ends what the organisation writes to this address; only for what may be refused. */
  unsubscribe?: string;
  /** Signed with, so that whoever gets it knows that it is from this domain. */
  dkim?: DkimKey | null;
}

/** Takes one message out of the house, and answers with what the other side said. */
export abstract class MailTransport {
  abstract send(message: Message, signal: AbortSignal): Promise<string>;
}

interface Refusal {
  /** The other side does not want it, and will not tomorrow. */
  forGood?: boolean;
  /** All of it was handed over and the answer is missing: it may have arrived. */
  doubtful?: boolean;
  /** There is no such address. */
  bounced?: boolean;
  /** It takes nothing at all: it is not there, or does not let us in. */
  shut?: boolean;
}

/** Why a message was not taken, as far as it can be known. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
  readonly forGood: boolean;
  readonly doubtful: boolean;
  readonly bounced: boolean;
  readonly shut: boolean;

  constructor(message: string, { forGood = false, doubtful = false, bounced = false, shut = false }: Refusal, options: ErrorOptions = {}) {
    super(message, options);
    this.forGood = forGood;
    this.doubtful = doubtful;
    this.bounced = bounced;
    this.shut = shut;
  }
}
