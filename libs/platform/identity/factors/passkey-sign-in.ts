import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { AccountEvents } from '../account-events.js';
import type { Device } from '../sessions/session.js';
import { Challenges } from './challenges.js';
import { Passkeys } from './passkeys.js';

/** In without address and password: the passkey itself says whose it is. */
@Injectable()
export class PasskeySignIn {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly challenges: Challenges,
    private readonly passkeys: Passkeys,
    private readonly events: AccountEvents,
  ) {}

  async begin(): Promise<{ token: string; options: PublicKeyCredentialRequestOptionsJSON }> {
    const options = (await this.passkeys.ask(null))!;
    return { token: await this.challenges.begin('passkey-sign-in', { data: { challenge: options.challenge } }), options };
  }

  /** Whose it is. */
  async finish(token: string, response: unknown, device: Device): Promise<string> {
    const challenge = await this.challenges.attempt<{ challenge: string }>('passkey-sign-in', token);
    try {
      const use = await this.passkeys.check(response, challenge.data.challenge, null);
      return await this.platform.transaction(async (transaction) => {
        await this.challenges.finish(challenge, transaction);
        return use(transaction);
      });
    } catch (error) {
      if (error instanceof Unauthenticated) await this.events.tellFailure('sign-in-failed', null, device, { method: 'passkey' });
      throw error;
    }
  }
}
