/** The languages that mails are written in. */
export const LANGUAGES = ['en', 'de', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The nearest that there is to what somebody speaks, such as `de` for `de-AT`. */
export function nearestLanguage(tag: string | null | undefined): Language {
  const [first] = (tag ?? '').toLowerCase().split(/[-_]/);
  return LANGUAGES.find((language) => language === first) ?? 'en';
}

export type Parameters = Readonly<Record<string, string>>;

/** `service` is what somebody needs or asked for, such as an invitation; `message` is what an organisation writes to people because it wants to. */
export type Purpose = 'service' | 'message';

/** A mail that is to be written and sent. */
export interface Letter {
  /** Unique for the effect that is wanted: asking again for the same one sends nothing. */
  effectKey: string;
  to: string;
  language: Language;
  /** Which letter it is: one of those of the texts, or one that a preparer turns into such a one. */
  letter: string;
  /** Encrypted while the mail waits, gone afterwards. */
  parameters: Parameters;
  /** After this time nobody would want it any more, so it is not sent. */
  usefulUntil: Date;
  /** `service`, if left out. */
  purpose?: Purpose;
}

/** What a letter says, before it has a form. */
export interface Content {
  subject: string;
  heading: string;
  paragraphs: string[];
  /** The page it leads to, with the token that opens it. */
  button?: { label: string; path: string; token?: string };
  /** A second way, less wanted than the first. */
  other?: { before: string; label: string; path: string; token?: string };
  /** What is said below, smaller. */
  notes?: string[];
}

export type Write = (parameters: Parameters) => Content;
/** The letters of one language, by name. */
export type Texts = Readonly<Record<string, Write>>;

/** Those called line0, line1 and so on. */
export function linesOf(parameters: Parameters): string[] {
  return Object.entries(parameters).filter(([name]) => /^line\d+$/.test(name)).map(([, line]) => line);
}
