import { createHmac } from 'node:crypto';
import { isUuid } from './uuid.js';

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
