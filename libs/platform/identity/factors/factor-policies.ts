import { Injectable } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { factorPolicies, type PolicyRow } from './factor-policy.query.js';

const FRESH_FOR_MS = 4_000;
const MOST_REMEMBERED = 5_000;

interface Remembered {
  policies: readonly PolicyRow[];
  until: number;
}

/** Whether an organisation wants a second factor of a member. */
@Injectable()
export class FactorPolicies {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
  ) {}

  /** From when on, of the member in scope; null for never. Answers at once where there is no policy. */
  demandedFrom(): Date | null | Promise<Date | null> {
    const known = this.remembered.get(currentOrganizationId());
    if (known && known.until > Date.now()) return known.policies.length === 0 ? null : this.earliest(known.policies);
    return this.load().then((policies) => this.earliest(policies));
  }

  forget(): void {
    this.remembered.clear();
  }

  private async earliest(policies: readonly PolicyRow[]): Promise<Date | null> {
    if (policies.length === 0) return null;
    const { access } = await this.gate.ability();
    const times = policies.filter(({ role }) => role === null || access.roles.includes(role)).map(({ demandedFrom }) => demandedFrom.getTime());
    return times.length ? new Date(Math.min(...times)) : null;
  }

  private async load(): Promise<readonly PolicyRow[]> {
    const organizationId = currentOrganizationId();
    const until = Date.now() + FRESH_FOR_MS;
    const policies = await this.tenancy.read<PolicyRow>(factorPolicies(organizationId));
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(organizationId, { policies, until });
    return policies;
  }
}
