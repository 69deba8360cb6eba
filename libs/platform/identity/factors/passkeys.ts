import { Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { Conflict, Unauthenticated } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Config } from '#platform/config/config.js';
import type { Account } from '../account.js';
import { Alerts, type Alerted } from '../alerts.js';
import { Challenges } from './challenges.js';
import { Factors } from './factors.js';
import { addPasskey, passkeyBy, passkeysOf, usePasskey, type NewPasskey, type PasskeyFactor } from './factor.query.js';

export const NOT_FITTING = 'The passkey does not fit. Try again, or choose another way.';

interface Enrolment {
  challenge: string;
}

/** Passkeys (WebAuthn): as a second factor, and in place of the password. */
@Injectable()
export class Passkeys {
  private readonly site: { id: string; origin: string };

  constructor(
    { publicUrl }: Config,
    private readonly platform: PlatformDatabase,
    private readonly challenges: Challenges,
    private readonly factors: Factors,
    private readonly alerts: Alerts,
  ) {
    this.site = { id: new URL(publicUrl).hostname, origin: publicUrl };
  }

  async beginEnrolment({ id: accountId, email, name }: Account, sessionId: string): Promise<{ token: string; options: PublicKeyCredentialCreationOptionsJSON }> {
    const { generateRegistrationOptions } = await webauthn();
    const known = await this.platform.query<PasskeyFactor>(passkeysOf(accountId));
    const options = await generateRegistrationOptions({
      rpName: 'Tessera', rpID: this.site.id, userName: email, userDisplayName: name, userID: new Uint8Array(Buffer.from(accountId)),
      attestationType: 'none',
      // It can be used without typing an address, and asks for its person's finger, face or PIN.
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: known.map(descriptorOf),
    });
    return { token: await this.challenges.begin('passkey-enrolment', { accountId, sessionId, data: { challenge: options.challenge } satisfies Enrolment }), options };
  }

  /** Answers with recovery codes when it is the first factor. */
  async enrol(person: Alerted, sessionId: string, token: string, name: string, response: unknown): Promise<{ id: string; recoveryCodes: string[] | null }> {
    const challenge = await this.challenges.attempt<Enrolment>('passkey-enrolment', token, sessionId);
    const passkey = await this.registered(response, challenge.data.challenge);
    const [id, accountId] = [uuidv7(), person.id];
    return this.platform.transaction(async (transaction) => {
      await this.factors.expectRoom(accountId, transaction);
      await this.challenges.finish(challenge, transaction);
      const added = await transaction.query(addPasskey({ ...passkey, id, accountId, name, createdAt: currentScope().clock.now() }));
      if (added.length === 0) throw new Conflict('This passkey is known already.');
      await this.alerts.post(transaction, person, 'factor-added', { kind: 'passkey' });
      return { id, recoveryCodes: await this.factors.recoveryCodesWithFirst(accountId, transaction) };
    });
  }

  /** For a person who is known, or with null for whoever has a passkey for this site. */
  async ask(accountId: string | null): Promise<PublicKeyCredentialRequestOptionsJSON | null> {
    const known = accountId ? await this.platform.query<PasskeyFactor>(passkeysOf(accountId)) : [];
    if (accountId && known.length === 0) return null;
    const { generateAuthenticationOptions } = await webauthn();
    return generateAuthenticationOptions({ rpID: this.site.id, userVerification: 'required', ...(accountId && { allowCredentials: known.map(descriptorOf) }) });
  }

  /** Whose passkey answered the challenge. It asked for finger, face or PIN, so it counts as two factors. */
  async check(response: unknown, challenge: string, accountId: string | null): Promise<(transaction: Transaction) => Promise<string>> {
    const credentialId = idIn(response);
    const [passkey] = credentialId ? await this.platform.query<PasskeyFactor>(passkeyBy(credentialId)) : [];
    if (!passkey || (accountId !== null && passkey.accountId !== accountId)) throw new Unauthenticated(NOT_FITTING);
    const { newCounter, credentialBackedUp } = await this.answered(response, challenge, passkey);
    return async (transaction) => {
      if ((await transaction.query(usePasskey(passkey.id, newCounter, credentialBackedUp, currentScope().clock.now()))).length === 0) throw new Unauthenticated(NOT_FITTING);
      return passkey.accountId;
    };
  }

  private async registered(response: unknown, expectedChallenge: string): Promise<Pick<NewPasskey, 'credentialId' | 'publicKey' | 'uses' | 'transports' | 'backedUp'>> {
    const { verifyRegistrationResponse } = await webauthn();
    try {
      const { registrationInfo } = await verifyRegistrationResponse({ response: response as RegistrationResponseJSON, expectedChallenge, expectedOrigin: this.site.origin, expectedRPID: this.site.id });
      if (!registrationInfo) throw new Unauthenticated(NOT_FITTING);
      const { credential, credentialBackedUp } = registrationInfo;
      return { credentialId: credential.id, publicKey: Buffer.from(credential.publicKey), uses: credential.counter, transports: credential.transports ?? null, backedUp: credentialBackedUp };
    } catch {
      throw new Unauthenticated(NOT_FITTING);
    }
  }

  private async answered(response: unknown, expectedChallenge: string, { credentialId, publicKey, uses }: PasskeyFactor): Promise<{ newCounter: number; credentialBackedUp: boolean }> {
    const { verifyAuthenticationResponse } = await webauthn();
    try {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: response as AuthenticationResponseJSON, expectedChallenge, expectedOrigin: this.site.origin, expectedRPID: this.site.id,
        credential: { id: credentialId, publicKey: new Uint8Array(publicKey), counter: Number(uses) },
      });
      if (verified) return authenticationInfo;
    } catch {
      // Whatever is wrong with it is said in one sentence below.
    }
    throw new Unauthenticated(NOT_FITTING);
  }
}

/** Read when somebody uses a passkey: starting does not wait for it. */
function webauthn(): Promise<typeof import('@simplewebauthn/server')> {
  return import('@simplewebauthn/server');
}

function descriptorOf({ credentialId, transports }: PasskeyFactor): { id: string; transports?: string[] } {
  return { id: credentialId, ...(transports && { transports }) };
}

function idIn(response: unknown): string | null {
  const id = typeof response === 'object' && response !== null && 'id' in response ? response.id : null;
  return typeof id === 'string' && id.length <= 2_000 ? id : null;
}
