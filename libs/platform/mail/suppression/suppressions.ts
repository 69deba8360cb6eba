import { Injectable } from '@nestjs/common';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { RulesSending, type Leaving, type SendingRule } from '../sending-rule.js';
import type { SuppressedBecause } from './mail-suppression.js';
import { suppress, suppressionOf } from './suppression.query.js';

const REFUSALS: Record<SuppressedBecause, string> = {
  bounced: 'There is no such address.',
  complained: 'Whoever reads there has complained about mails.',
  unsubscribed: 'Whoever reads there does not want any more mails.',
  decided: 'It was decided to write no more to this address.',
};

/** Who is not written to any more. */
@Injectable()
@RulesSending()
export class Suppressions implements SendingRule {
  constructor(private readonly tenancy: Tenancy) {}

  async refusal({ recipient, purpose }: Leaving): Promise<string | null> {
    const [known] = await this.tenancy.read<{ because: SuppressedBecause }>(suppressionOf(currentOrganizationId(), recipient));
    return known && (known.because === 'bounced' || purpose === 'message') ? REFUSALS[known.because] : null;
  }

  async add(address: string, because: SuppressedBecause): Promise<void> {
    await this.tenancy.write(suppress(currentOrganizationId(), uuidv7(), address, because, currentScope().clock.now()));
  }
}
