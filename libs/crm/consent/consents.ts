import { Injectable } from '@nestjs/common';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { type Leaving, RulesSending, type SendingRule } from '#platform/mail/sending-rule.js';
import type { CONSENT_CHANNELS, PURPOSES } from './consent.js';
import { answersAbout, type Answer } from './consent.query.js';

export interface Sending {
  channel: keyof typeof CONSENT_CHANNELS;
  /** The e-mail address by which the person is known, whatever the channel. */
  address: string;
  purpose: keyof typeof PURPOSES;
  /** Where silence is not enough. */
  needsConsent?: true;
}

/** Whether people may be written to. Every mail is asked about at the moment it leaves; whoever has another way of reaching people asks here. */
@Injectable()
@RulesSending()
export class Consents implements SendingRule {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly registry: Registry,
  ) {}

  async mayBeSent({ channel, address, purpose, needsConsent }: Sending): Promise<boolean> {
    const answers = (await this.answers(channel, address)).filter((each) => purpose === 'any' || each.purpose === purpose || each.purpose === 'any');
    return !answers.some(({ answer }) => answer === 'withdrawn') && (!needsConsent || answers.length > 0);
  }

  /** What people need or asked for goes in any case; of what is sent because the organisation wants to, nothing goes to whoever does not want it. */
  async refusal({ purpose, recipient }: Leaving): Promise<string | null> {
    if (purpose === 'service') return null;
    return (await this.mayBeSent({ channel: 'mail', address: recipient, purpose: 'any' })) ? null : 'The recipient does not want to be written to.';
  }

  private answers(channel: string, address: string): Promise<Answer[]> {
    const people = this.registry.resources.filter(({ module, fields }) => module !== 'identity' && fields.get('email')?.type.name === 'email');
    return this.tenancy.read<Answer>(answersAbout(currentOrganizationId(), channel, address, people));
  }
}
