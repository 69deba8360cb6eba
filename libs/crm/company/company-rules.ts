import { Injectable } from '@nestjs/common';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Company } from './company.js';
import { companiesAbove, lockTree } from './company.query.js';
import { CompanyTies } from './company-ties.js';

@Injectable()
export class CompanyRules {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly ties: CompanyTies,
  ) {}

  /** Two moves at once could close a circle that neither closes alone, so moves wait for each other. */
  @Before(Company, { update: ['parentId'] })
  async refuseCycles(changes: Change[]): Promise<void> {
    for (const { before, after, complain } of changes) {
      if (!after?.parentId || after.parentId === before?.parentId) continue;
      const organizationId = currentOrganizationId();
      await this.tenancy.write(lockTree(organizationId));
      const above = await this.tenancy.read<{ id: string }>(companiesAbove(organizationId, after.parentId as string));
      if (above.some(({ id }) => id === after.id)) complain('parentId', 'cycle', 'A company cannot belong to itself, nor to one that belongs to it.');
    }
  }

  @Before(Company, { delete: true })
  async keepWhatIsOpen(changes: Change[]): Promise<void> {
    for (const { before } of changes) {
      const found = await Promise.all(this.ties.all.map(async (tie) => ({ tie, ids: await tie.open(before!.id as string) })));
      const open = found.filter(({ ids }) => ids.length > 0);
      if (open.length === 0) continue;
      const counted = ({ tie, ids }: (typeof open)[number]) => `${ids.length} ${tie.say[ids.length === 1 ? 0 : 1]}`;
      throw new Conflict(
        `It still has ${new Intl.ListFormat('en').format(open.map(counted))}. Say what is to become of them: POST /api/v1/sales/companies/${before!.id as string}/dissolve with { "reassignTo": "<id of a company>" }, or { "cancel": true }.`,
        open.map((each) => ({ at: each.tie.noun, rule: 'open', say: `${counted(each)}.` })),
      );
    }
  }
}
