import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type JsonWebKey, type KeyObject } from 'node:crypto';
import { openSecret, sealSecret } from '#kernel/field/secret-box.js';
import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { addSigningKey, deleteSigningKeysReplacedBefore, lockSigningKeys, signingKeys, type SigningKeyRow } from './signing-key.query.js';

export interface SigningKey {
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

const DAY = 24 * 60 * 60_000;
export const KEY_SIGNS_FOR_MS = 30 * DAY;
/** A new key is shown for so long before it signs, so that whoever checks our tokens has heard of it. */
export const KEY_NOTICE_MS = 60 * 60_000;
const KEPT_AFTERWARDS_MS = DAY;
const READ_EVERY_MS = 60_000;
const READ_AGAIN_AFTER_MS = 2_000;

/**
 * The keys that sign tokens (ES256). They stand in Postgres, the private half encrypted with the key of the environment,
 * and follow one another without a restart. Whoever cannot open the private half, since its key has changed, makes a new one.
 */
@Injectable()
export class SigningKeys implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger('SigningKeys');
  private publicKeys: ReadonlyMap<string, string> = new Map();
  private signing: SigningKey | null = null;
  private readAt = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly platform: PlatformDatabase) {}

  async onModuleInit(): Promise<void> {
    await this.read();
    this.timer = setInterval(() => void this.read().catch((err: unknown) => this.log.warn({ msg: 'The signing keys could not be read again; those that are known stay in use', err })), READ_EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** The one that signs now. */
  get current(): SigningKey {
    if (!this.signing) throw new Error('The signing keys have not been read yet.');
    return this.signing;
  }

  /** Asks the database about an id that is not known, but not for every invented one. */
  async publicKey(id: string): Promise<string | null> {
    const known = this.publicKeys.get(id);
    if (known) return known;
    if (Date.now() - this.readAt > READ_AGAIN_AFTER_MS) await this.read();
    return this.publicKeys.get(id) ?? null;
  }

  /** What others check our tokens with (RFC 7517). */
  jwks(): { keys: JsonWebKey[] } {
    return { keys: [...this.publicKeys].map(([kid, pem]) => ({ ...createPublicKey(pem).export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' })) };
  }

  async read(now: Date = new Date()): Promise<void> {
    this.readAt = Date.now();
    const rows = await runInScope(anonymousScope(uuidv7()), () => this.rowsWithOneThatSigns(now));
    this.publicKeys = new Map(rows.map(({ id, publicKey }) => [id, publicKey]));
    const usable = rows.filter((row) => row.signsFrom <= now).reverse();
    for (const row of usable) {
      if (this.signing?.id === row.id) return;
      const privateKey = opened(row);
      if (!privateKey) continue;
      this.signing = { id: row.id, publicKey: row.publicKey, privateKey };
      return;
    }
  }

  private async rowsWithOneThatSigns(now: Date): Promise<SigningKeyRow[]> {
    const rows = await this.platform.query<SigningKeyRow>(signingKeys());
    if (!nextNeeded(rows, now)) return rows;
    return this.platform.transaction(async (transaction) => {
      await transaction.query(lockSigningKeys());
      const next = nextNeeded(await transaction.query<SigningKeyRow>(signingKeys()), now);
      if (next) await transaction.query(addSigningKey(drawn(next), now));
      await transaction.query(deleteSigningKeysReplacedBefore(new Date(now.getTime() - KEPT_AFTERWARDS_MS)));
      return transaction.query<SigningKeyRow>(signingKeys());
    });
  }
}

/** From when a key that is still to be made must sign; null while there is one for now and one for soon. */
function nextNeeded(rows: readonly SigningKeyRow[], now: Date): Date | null {
  const ours = rows.filter((row) => opened(row) !== null);
  if (!ours.some(({ signsFrom }) => signsFrom <= now)) return now;
  const newest = ours.at(-1)!.signsFrom.getTime();
  return newest + KEY_SIGNS_FOR_MS - KEY_NOTICE_MS <= now.getTime() ? new Date(now.getTime() + KEY_NOTICE_MS) : null;
}

function drawn(signsFrom: Date): SigningKeyRow {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const id = hash('sha256', publicKey, 'base64url').slice(0, 16);
  return { id, publicKey, privateKey: sealSecret(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, boundTo(id)), signsFrom };
}

function opened({ id, privateKey }: SigningKeyRow): KeyObject | null {
  try {
    return createPrivateKey(openSecret(privateKey, boundTo(id)));
  } catch {
    return null;
  }
}

function boundTo(id: string): string {
  return `signing key ${id}`;
}
