import type { Parameters } from './letter.js';

export interface Attachment {
  name: string;
  type: string;
  content: Buffer;
}

/** Gives what goes along with a letter, when it is sent: made anew at each attempt, so it must be the same each time. */
export interface AttachmentSource {
  attachments(parameters: Parameters): Promise<Attachment[]>;
}

const ATTACHES = Symbol('attaches to letters');

/** Marks the provider that is the AttachmentSource of a letter. */
export function AttachesTo(letter: string): <T extends new (...dependencies: never[]) => AttachmentSource>(source: T) => void {
  return (source) => Reflect.defineMetadata(ATTACHES, letter, source);
}

export function letterAttachedTo(source: unknown): string | undefined {
  return typeof source === 'function' ? (Reflect.getMetadata(ATTACHES, source) as string | undefined) : undefined;
}
