/** How somebody proved who they are. */
export type Method = 'password' | 'totp' | 'recovery-code' | 'passkey' | 'invitation' | 'federated';

/** From where, and with what. */
export interface Device {
  /** The network, as the throttle names it. */
  place: string;
  device: string | null;
}

export interface Session extends Device {
  id: string;
  accountId: string;
  organizationId: string | null;
  memberId: string | null;
  /** The organisation whose identity provider has vouched for the person: the session is worth nothing anywhere else. */
  confinedTo: string | null;
  methods: Method[];
  openedAt: Date;
  provedAt: Date;
  factorAt: Date | null;
  seenAt: Date;
  idleUntil: Date;
  endsAt: Date;
}

export type NewSession = Omit<Session, 'provedAt' | 'seenAt'>;

/** Why a session ended, for its person and the ledger. */
export type Ending = 'signed-out' | 'ended-by-person' | 'ended-by-administrator' | 'password-changed' | 'factor-changed' | 'address-changed' | 'token-reused' | 'suspended' | 'provider-changed';

/** One sentence for every way in which a session can be over. */
export const OVER = 'The session is over. Sign in again.';

const MOST_LETTERS = 200;

/** What the browser says of itself, without what would not print. */
export function deviceOf(userAgent: string | undefined): string | null {
  const text = userAgent?.replaceAll(/[^\x20-\x7e]/g, '').trim().slice(0, MOST_LETTERS);
  return text || null;
}
