import type { DemoRow } from '#platform/demo/rows.query.js';
import type { DemoChapter } from '#platform/demo/world.js';
import { Team } from '#platform/identity/team.js';
import { Opportunity } from './opportunities/opportunity.js';
import { AcquisitionCost } from './reports/acquisition-cost.js';
import { giveCredit } from './targets/credit.query.js';
import { periodAround } from './targets/fiscal-year.js';
import { SalesTarget } from './targets/sales-target.js';

/** Minor units a month. */
const COSTS = { webinar: 180_000, 'trade fair': 420_000, website: 90_000, newsletter: 35_000 };
const MONTHS = 12;
const QUARTER_OF_SHARE = 900_000;

interface WonDeal {
  outcome: string;
  ownerId: string | null;
  closingAmount: string | null;
  closedAt: Date | null;
}

const targets: DemoChapter = {
  name: 'targets',
  async tell(page) {
    const { calendar, chance, organization, members } = page;
    const { currency } = organization;
    for (const deal of await page.records<WonDeal>(Opportunity, ['outcome', 'ownerId', 'closingAmount', 'closedAt'])) {
      if (deal.outcome !== 'won') continue;
      await page.write(giveCredit(organization.id, { opportunityId: deal.id, memberId: deal.ownerId, percent: 100, amount: deal.closingAmount === null ? null : { amount: Number(deal.closingAmount), currency }, day: dayOf(deal.closedAt!) }, calendar.now));
    }
    const { from, to } = periodAround(dayOf(calendar.now), 'quarter', 1);
    const target = (name: string, amount: number, whose: DemoRow['fields']): DemoRow => ({
      id: chance.uuid(calendar.beginning), createdAt: calendar.beginning, fields: { name, period: 'quarter', startsOn: from, endsOn: to, measure: 'amount', amount: { amount, currency }, memberId: null, teamId: null, ...whose },
    });
    const sellers = members.filter(({ share }) => share > 0);
    const quotas = sellers.map(({ share }) => Math.max(1, Math.round(share)) * QUARTER_OF_SHARE);
    const teams = (await page.records<Team>(Team, ['name', 'parentId'])).filter(({ parentId }) => parentId !== null).slice(0, 2);
    const all = quotas.reduce((sum, quota) => sum + quota, 0);
    await page.add(SalesTarget, [
      target('Everybody', all, {}), ...teams.map(({ id, name }) => target(name, Math.round(all / 3), { teamId: id })), ...sellers.map(({ id, name }, n) => target(name, quotas[n]!, { memberId: id })),
    ]);
    const months = Array.from({ length: MONTHS }, (_, n) => new Date(Date.UTC(calendar.now.getUTCFullYear(), calendar.now.getUTCMonth() - n, 1)));
    await page.add(AcquisitionCost, months.flatMap((month) => Object.entries(COSTS).map(([source, amount]): DemoRow => ({ id: chance.uuid(month), createdAt: month, fields: { source, day: dayOf(month), amount: { amount: Math.round(amount * (0.7 + chance.next() * 0.6)), currency } } }))));
  },
};

export const TARGET_CHAPTERS: DemoChapter[] = [targets];

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
