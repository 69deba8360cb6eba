import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import type { Row } from '#kernel/gate/predicate.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { About } from '#platform/about/about.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Consent } from './consent.js';

factWords({ 'consent.given': '{actor} noted a consent', 'consent.withdrawn': '{actor} noted that a consent was withdrawn' });

@Injectable()
export class ConsentRules {
  constructor(
    private readonly about: About,
    private readonly nouns: Nouns,
    private readonly read: ReadDoor,
    private readonly tenancy: Tenancy,
  ) {}

  @Before(Consent)
  async check(changes: Change[]): Promise<void> {
    await this.about.check(changes);
    for (const { kind, after, set, complain } of changes) {
      if (kind !== 'create' || !after) continue;
      if (!after.at) set('at', currentScope().clock.now().toISOString());
      if (!after.address && (await this.about.isReadable(after as never))) set('address', await this.mainAddress(after));
      if (after.answer === 'given' && !after.source) complain('source', 'required', 'Say where they agreed: nobody can tell later otherwise.');
    }
  }

  /** Told at the person, whose timeline it belongs in. */
  @After(Consent, { create: true })
  async tell(changes: Change[]): Promise<void> {
    for (const { after } of changes) await this.tenancy.write(factStatement(`consent.${after!.answer as string}`, after!.subject as string, after!.recordId as string, { channel: after!.channel as Json, purpose: after!.purpose as Json }));
  }

  private async mainAddress({ subject, recordId }: Row): Promise<Json> {
    const noun = (await this.nouns.here()).get(subject as string);
    if (noun.fields.get('email')?.type.name !== 'email') return null;
    return (JSON.parse((await this.read.get(noun, recordId as string)).json) as { email?: Json }).email ?? null;
  }
}
