import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { hash, timingSafeEqual } from 'node:crypto';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { currentScope, type Actor } from '#kernel/tenancy/scope.js';
import { inOrganization, Tenancy } from '#kernel/tenancy/tenancy.js';
import { bearerOf } from '../bearer.js';
import { Revocations } from '../sessions/revocations.js';
import { keyByPrefix, noteUse, type KeyToCheck } from './api-key.query.js';
import { isWithin } from './key-fields.js';
import { isKeyToken, readKeyToken, type KeyToken } from './key-token.js';

/** Who is calling, as one key says it. */
export interface KeyCaller {
  readonly actor: Actor & { kind: 'key' };
  readonly organizationId: string;
  readonly actorBudget: string;
  readonly organizationBudget: string;
}

interface Known {
  caller: KeyCaller;
  networks: readonly string[];
  /** The key itself may end sooner than what is remembered of it. */
  until: number;
}

/** One sentence for every reason. */
const REFUSED = 'The API key is not valid, or no longer, or not from where you are.';
/** What ends a key takes effect within this time, everywhere. */
const FRESH_FOR_MS = 4_000;
const MOST_KNOWN = 20_000;
const USE_NOTED_EVERY_MS = 60 * 60_000;
const REFUSAL_NOTED_EVERY_MS = 60_000;

/** Says which program is calling, from the key alone. What it may do, the gate finds out. */
@Injectable()
export class KeyIdentification implements OnModuleInit {
  private readonly log = new Logger('Keys');
  private readonly knownKeys = new Map<string, Known>();
  private readonly refusals = new Map<string, number>();

  constructor(
    private readonly tenancy: Tenancy,
    private readonly revocations: Revocations,
  ) {}

  onModuleInit(): void {
    this.revocations.listen(({ organizationId }) => {
      for (const [key, { caller }] of this.knownKeys) if (caller.organizationId === organizationId) this.knownKeys.delete(key);
    });
  }

  isSent(authorization: string | undefined): boolean {
    const token = bearerOf(authorization);
    return token !== null && isKeyToken(token);
  }

  /** Without asking anybody: this process has checked the key a moment ago. */
  known(authorization: string | undefined, address: string): KeyCaller | null {
    const token = bearerOf(authorization);
    if (token === null || !isKeyToken(token)) return null;
    const known = this.knownKeys.get(nameOf(token));
    return known && known.until > Date.now() && isFrom(known.networks, address) ? known.caller : null;
  }

  async verify(authorization: string | undefined, address: string): Promise<KeyCaller> {
    const token = bearerOf(authorization) ?? '';
    const read = readKeyToken(token);
    if (!read) throw new Unauthenticated(REFUSED);
    const { organizationId, prefix } = read;
    return inOrganization(organizationId, { kind: 'system', reason: 'API key' }, async () => {
      const now = currentScope().clock.now();
      const [key] = await this.tenancy.read<KeyToCheck>(keyByPrefix(organizationId, prefix));
      const until = key && endOf(key, read, now);
      if (!key || !until) throw new Unauthenticated(REFUSED);
      if (!isFrom(key.allowedAddresses ?? [], address)) return this.refuse(key, 'address');
      if (until <= now.getTime()) return this.refuse(key, 'expired');
      this.note(organizationId, key, now);
      const caller: KeyCaller = { actor: { kind: 'key', keyId: key.id, memberId: key.ownerId }, organizationId, actorBudget: `${organizationId}:rate:actor:${key.id}`, organizationBudget: `${organizationId}:rate` };
      if (this.knownKeys.size >= MOST_KNOWN) this.knownKeys.clear();
      this.knownKeys.set(nameOf(token), { caller, networks: key.allowedAddresses ?? [], until: Date.now() + Math.min(FRESH_FOR_MS, until - now.getTime()) });
      return caller;
    });
  }

  /** Whoever holds a key that is right and still gets nowhere is worth knowing of; once a minute is enough. */
  private async refuse({ id }: KeyToCheck, why: string): Promise<never> {
    const now = Date.now();
    if (now - (this.refusals.get(id) ?? 0) > REFUSAL_NOTED_EVERY_MS) {
      if (this.refusals.size >= MOST_KNOWN) this.refusals.clear();
      this.refusals.set(id, now);
      await this.tenancy.write(factStatement('apiKey.refused', 'apiKey', id, { why }));
    }
    throw new Unauthenticated(REFUSED);
  }

  /** Beside the request: nobody waits for it. */
  private note(organizationId: string, { id, lastUsedAt }: KeyToCheck, now: Date): void {
    const since = new Date(now.getTime() - USE_NOTED_EVERY_MS);
    if (lastUsedAt !== null && lastUsedAt > since) return;
    void this.tenancy.write(noteUse(organizationId, id, now, since)).catch((err: unknown) => this.log.warn({ msg: 'The use of a key could not be noted', err }));
  }
}

/** When this secret of the key ends, in milliseconds; null when it is none of its secrets. */
function endOf({ secretHash, formerHash, formerUntil, expiresAt }: KeyToCheck, { secretHash: sent }: KeyToken, now: Date): number | null {
  const end = expiresAt?.getTime() ?? Infinity;
  if (timingSafeEqual(secretHash, sent)) return end;
  if (formerHash && formerUntil && timingSafeEqual(formerHash, sent) && formerUntil > now) return Math.min(end, formerUntil.getTime());
  return null;
}

function isFrom(networks: readonly string[], address: string): boolean {
  return networks.length === 0 || isWithin(networks, address);
}

/** So that a dump of what is remembered holds no key. */
function nameOf(token: string): string {
  return hash('sha256', token, 'base64');
}
