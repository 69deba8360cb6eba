import { createHmac } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const REQUEST_ID = /^[A-Za-z0-9_.:-]{1,64}$/;

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

/**
 * Composes the value of `app.scope`. The database verifies the seal with a key that the serving role cannot read,
 * so a statement that was injected into one organisation's transaction cannot enter another.
 */
export class Seal {
  private readonly sealed = new Map<string, string>();

  constructor(private readonly key: Buffer) {}

  of(organizationId: string): string {
    const known = this.sealed.get(organizationId);
    if (known) return known;
    if (!isUuid(organizationId)) throw new TypeError('An organisation id must be a lower-case uuid.');
    const value = `${organizationId}.${createHmac('sha256', this.key).update(organizationId).digest('hex')}`;
    if (this.sealed.size >= 50_000) this.sealed.clear();
    this.sealed.set(organizationId, value);
    return value;
  }
}

/** Settings are sent as literals (only `SET LOCAL` reaches the workers of a distributed Postgres), so each must match its pattern. */
export function literal(value: string, pattern: 'uuid' | 'requestId'): string {
  if (!(pattern === 'uuid' ? UUID : REQUEST_ID).test(value)) throw new TypeError(`Not a ${pattern}: it may not become a setting.`);
  return `'${value}'`;
}
