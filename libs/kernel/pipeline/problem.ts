/** One thing wrong with what was sent: where, which rule, and a sentence for the person who has to mend it. */
export interface FieldError {
  at: string;
  rule: string;
  say: string;
}

interface Extras {
  errors?: readonly FieldError[];
  retryAfterSeconds?: number;
  cause?: unknown;
}

/**
 * A refusal that the caller may read. Doors and services throw it; the edge turns it into RFC 9457 problem+json.
 * Anything else that is thrown is unexpected, and the caller learns only its request id.
 */
export class Problem extends Error {
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | null;

  constructor(
    readonly status: number,
    /** Stable, for programs: becomes `urn:tessera:problem:<kind>`. */
    readonly kind: string,
    readonly title: string,
    readonly detail: string,
    extras: Extras = {},
  ) {
    super(detail, { cause: extras.cause });
    this.name = new.target.name;
    this.errors = extras.errors ?? [];
    this.retryAfterSeconds = extras.retryAfterSeconds ?? null;
  }
}

export class Invalid extends Problem {
  constructor(errors: readonly FieldError[], detail = 'Some values cannot be accepted. Mend each one that is listed.') {
    super(400, 'invalid', 'Not valid', detail, { errors });
  }
}

export class Malformed extends Problem {
  constructor(detail: string) {
    super(400, 'malformed', 'Malformed request', detail);
  }
}

export class Unauthenticated extends Problem {
  constructor(detail = 'Sign in, and send the access token as "Authorization: Bearer …".') {
    super(401, 'unauthenticated', 'Not signed in', detail);
  }
}

export class Forbidden extends Problem {
  constructor(detail = 'Your role does not allow this. Ask an administrator of your organisation.') {
    super(403, 'forbidden', 'Not allowed', detail);
  }
}

export class NotFound extends Problem {
  constructor(detail = 'There is nothing here that you may see.') {
    super(404, 'not-found', 'Not found', detail);
  }
}

export class Conflict extends Problem {
  constructor(detail: string, errors: readonly FieldError[] = []) {
    super(409, 'conflict', 'Conflict', detail, { errors });
  }
}

export class PreconditionFailed extends Problem {
  constructor(detail = 'The record has changed since you read it. Read it again, then repeat your change.') {
    super(412, 'precondition-failed', 'Changed in the meantime', detail);
  }
}

export class Unprocessable extends Problem {
  constructor(detail: string, errors: readonly FieldError[] = []) {
    super(422, 'unprocessable', 'Cannot be processed', detail, { errors });
  }
}

export class TooManyRequests extends Problem {
  constructor(retryAfterSeconds: number) {
    super(429, 'too-many-requests', 'Too many requests', `Wait ${retryAfterSeconds} s, then go on more slowly.`, { retryAfterSeconds });
  }
}

export class Unavailable extends Problem {
  constructor(detail: string, retryAfterSeconds = 1, cause?: unknown) {
    super(503, 'unavailable', 'Not available at the moment', detail, { retryAfterSeconds, cause });
  }
}
