import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { Authority } from '#platform/access/authority.js';
import { Credential } from './credential.js';

/** S43: whoever decides where a secret goes proves who they are, and knows it. */
@Injectable()
export class CredentialRules {
  constructor(private readonly authority: Authority) {}

  @Before(Credential)
  async check(changes: Change[]): Promise<void> {
    await this.authority.acting();
    await this.authority.mustHaveProved();
    for (const { kind, before, after, complain } of changes) {
      if (kind === 'delete' || !after) continue;
      if (listIn(after.hosts).length === 0) complain('hosts', 'required', 'Name at least one host that it may be sent to.');
      const wider = before !== null && listIn(after.hosts).some((host) => !listIn(before.hosts).includes(host));
      if (wider && after.value && !isNew(after.value)) complain('value', 'again', 'Enter the value again: it goes to no host that it was not entered for.');
    }
  }
}

/** On its way in, JSON is still the text that will be stored. */
function listIn(value: Json | undefined): string[] {
  return (typeof value === 'string' ? JSON.parse(value) : (value ?? [])) as string[];
}

/** On its way in it is sealed already; what was there is only known to be set. */
function isNew(value: Json): boolean {
  return (value as unknown) instanceof Uint8Array;
}
