import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { About } from '#platform/about/about.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Communication } from './communication.js';
import { CommunicationParty } from './communication-party.js';

factWords({ 'communication.logged': '{actor} wrote down a communication' });

@Injectable()
export class CommunicationRules {
  constructor(
    private readonly about: About,
    private readonly tenancy: Tenancy,
  ) {}

  @Before(Communication)
  async check(changes: Change[]): Promise<void> {
    await this.about.check(changes);
    const now = currentScope().clock.now();
    for (const { kind, after, set } of changes) if (kind !== 'delete' && !after?.at) set('at', now.toISOString());
  }

  @Before(CommunicationParty)
  async checkParty(changes: Change[]): Promise<void> {
    await this.about.check(changes);
  }

  /** Told at the record that it is about, whose timeline it belongs in. */
  @After(Communication, { create: true })
  async tell(changes: Change[]): Promise<void> {
    for (const { after } of changes) await this.tenancy.write(factStatement('communication.logged', after!.subject as string, after!.recordId as string, { communicationId: after!.id!, channel: after!.channel!, direction: after!.direction! }));
  }
}
