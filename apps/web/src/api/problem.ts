/** What the API says when something cannot be done (RFC 9457), or what stands for it when nobody answered. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: readonly Fault[];
}

export interface Fault {
  at: string;
  rule: string;
  say: string;
}

export const UNREACHABLE: Problem = { type: 'unreachable', title: '', status: 0 };

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'status' in value && 'type' in value;
}

/** `urn:tessera:problem:step-up-required` is `step-up-required`. */
export function kindOf({ type }: Problem): string {
  return type.slice(type.lastIndexOf(':') + 1);
}
