import type { Parameters, Purpose } from './letter.js';

/** A mail of an organisation that is just about to leave. */
export interface Leaving {
  readonly recipient: string;
  readonly letter: string;
  readonly purpose: Purpose;
  readonly parameters: Parameters;
}

/** A reason why an organisation must not write to somebody. Asked inside the organisation at the moment of sending, of every mail on every path. */
export interface SendingRule {
  /** Stands in the mail's row, so it names no one; null lets the mail go. */
  refusal(mail: Leaving): Promise<string | null>;
}

const RULE = Symbol('rule of sending');

/** Marks the provider that is a SendingRule. */
export function RulesSending(): <T extends new (...dependencies: never[]) => SendingRule>(rule: T) => void {
  return (rule) => Reflect.defineMetadata(RULE, true, rule);
}

export function isSendingRule(type: unknown): boolean {
  return typeof type === 'function' && Reflect.hasMetadata(RULE, type);
}
