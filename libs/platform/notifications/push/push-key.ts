import { createECDH } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config/config.js';
import type { PushJwk } from './push-message.js';

/** By which browsers' services know us (VAPID). Without PUSH_KEY nobody is woken. */
@Injectable()
export class PushKey {
  /** What browsers subscribe with. */
  readonly publicKey: string | null;
  readonly jwk: PushJwk | null;

  constructor({ pushKey }: Config) {
    if (!pushKey) {
      this.publicKey = null;
      this.jwk = null;
      return;
    }
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(pushKey);
    const point = pair.getPublicKey();
    this.publicKey = point.toString('base64url');
    this.jwk = { kty: 'EC', crv: 'P-256', d: pushKey.toString('base64url'), x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  }
}
