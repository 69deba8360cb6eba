import type { DemoMember } from '#platform/demo/staff.js';
import type { DemoRow } from '#platform/demo/rows.query.js';
import type { DemoChapter, DemoPage } from '#platform/demo/world.js';
import { Company } from '#crm/company/company.js';
import { Contact } from '#crm/contact/contact.js';
import { ExchangeRate } from './currency/exchange-rate.js';
import { convert } from './currency/convert.js';
import { Competitor } from './opportunities/competitor.js';
import { LostReason } from './opportunities/lost-reason.js';
import { Opportunity } from './opportunities/opportunity.js';
import { OpportunityCompetitor } from './opportunities/opportunity-competitor.js';
import { OpportunityContact, BUYING_ROLES } from './opportunities/opportunity-contact.js';
import { newestFirst } from './opportunities/rank.js';
import { Stage, type Outcome } from './opportunities/stage.js';
import { addStageEntry } from './opportunities/stage-history.query.js';

const DEALS = 210;
const DAY_MS = 24 * 60 * 60 * 1_000;
const YEAR_DAYS = 365;
const RATES: { readonly [base: string]: { readonly [currency: string]: number } } = { EUR: { USD: 0.924, GBP: 1.162, SEK: 0.0877 }, USD: { EUR: 1.083, GBP: 1.257, CAD: 0.731 } };
const WANTED = ['Pressure sensors', 'Inspection line', 'Service contract', 'Calibration', 'Pilot plant', 'Spare parts framework', 'Retrofit', 'Control cabinets', 'Flow meters', 'Training and rollout'];
const SOURCES = { referral: 5, website: 6, 'trade fair': 4, 'cold call': 3, webinar: 2, partner: 2 };
const NEXT = ['Send the revised offer', 'Call the purchasing department', 'Demonstrate it on site', 'Settle the terms of payment', 'Meet the plant manager', 'Ask for the delivery date'];
const RIVALS = ['Halvorsen Instruments', 'Brightwell Controls', 'Kestrel Metering', 'Montclair Automation'];

interface Stop {
  stage: Stage & { id: string };
  at: Date;
}

const deals: DemoChapter = {
  name: 'deals',
  async tell(page) {
    const { chance, calendar, organization } = page;
    const stages = (await page.records<Stage>(Stage, ['name', 'position', 'kind', 'probability', 'pipelineId'])).sort((a, b) => Number(a.position) - Number(b.position));
    const reasons = await page.records<LostReason>(LostReason, ['name']);
    const companies = (await page.records<Company>(Company, ['name', 'ownerId', 'stage'])).filter(({ ownerId }) => ownerId);
    const contacts = await page.records<Contact>(Contact, ['companyId']);
    const rates = ratesOf(page);
    await page.add(ExchangeRate, rates);
    const rivals = RIVALS.map((name): DemoRow => ({ id: chance.uuid(calendar.beginning), createdAt: calendar.beginning, fields: { name } }));
    await page.add(Competitor, rivals);

    const made = Array.from({ length: DEALS }, () => invent(page, chance.pick(companies), stages, { reasons, rivals, contacts, rates })).sort((a, b) => a.row.createdAt.getTime() - b.row.createdAt.getTime());
    await page.add(Opportunity, made.map(({ row }) => row));
    for (const { row, stops } of made)
      for (const [n, { stage, at }] of stops.entries()) await page.write(addStageEntry(organization.id, { opportunityId: row.id, stageId: stage.id, fromStageId: stops[n - 1]?.stage.id ?? null, at, memberId: row.createdBy ?? null }, calendar.now));
    const link = (deal: DemoRow, fields: DemoRow['fields']): DemoRow => ({ id: chance.uuid(deal.createdAt), createdAt: deal.createdAt, createdBy: deal.createdBy, fields: { opportunityId: deal.id, ownerId: deal.createdBy ?? null, ...fields } });
    await page.add(OpportunityContact, made.flatMap(({ row, people }) => people.map((contactId) => link(row, { contactId, role: chance.pick(Object.keys(BUYING_ROLES)) }))));
    await page.add(OpportunityCompetitor, made.filter(() => chance.yes(0.25)).map(({ row }) => link(row, { competitorId: chance.pick(rivals).id, standing: chance.pick(['behind', 'level', 'ahead', 'incumbent']) })));
  },
};

export const DEAL_CHAPTERS: DemoChapter[] = [deals];

interface Ground {
  reasons: readonly (LostReason & { id: string })[];
  rivals: readonly DemoRow[];
  contacts: readonly (Contact & { id: string })[];
  rates: readonly DemoRow[];
}

function invent({ chance, calendar, organization, members }: DemoPage, company: Company & { id: string; createdAt: Date }, stages: readonly (Stage & { id: string })[], { reasons, rivals, contacts, rates }: Ground): { row: DemoRow; stops: Stop[]; people: string[] } {
  const yearAgo = new Date(calendar.now.getTime() - YEAR_DAYS * DAY_MS);
  const createdAt = calendar.moment(chance, company.createdAt > yearAgo ? company.createdAt : yearAgo);
  const owner = sellerOf(members, company.ownerId);
  const stops = wayOf(chance, calendar.now, createdAt, stages);
  const { stage, at } = stops.at(-1)!;
  const outcome: Outcome = stage.kind;
  const currency = chance.yes(0.82) ? organization.currency : chance.pick(Object.keys(RATES[organization.currency]!));
  const amount = { amount: Math.round(chance.size(24_000, 1.1) / 100) * 10_000, currency };
  const people = contacts.filter(({ companyId }) => companyId === company.id).map(({ id }) => id).slice(0, 3);
  const overridden = outcome === 'open' && chance.yes(0.12);
  const expected = new Date((outcome === 'open' ? calendar.now : at).getTime() + chance.whole(outcome === 'open' ? -12 : -5, outcome === 'open' ? 120 : 5) * DAY_MS);
  const quoted = rates.findLast(({ fields }) => fields.currency === currency && (fields.day as string) <= dayOf(at));
  const [rate, rateDay] = quoted ? [quoted.fields.rate as string, quoted.fields.day as string] : ['1', dayOf(at)];
  const closed = outcome === 'open' ? {} : { closedAt: at.toISOString(), closingRate: rate, closingRateDay: rateDay, closingAmount: convert(amount, rate, organization.currency) as never };
  const lost = outcome === 'lost' ? { lostReasonId: chance.pick(reasons).id, lostToId: chance.yes(0.4) ? chance.pick(rivals).id : null } : {};
  const row: DemoRow = {
    id: chance.uuid(createdAt), createdAt, createdBy: owner, updatedAt: at,
    fields: {
      name: `${chance.pick(WANTED)}, ${company.name}`.slice(0, 160), companyId: company.id, contactId: people[0] ?? null, pipelineId: stage.pipelineId, stageId: stage.id, amount, outcome, ownerId: owner,
      probability: overridden ? chance.whole(1, 19) * 5 : stage.probability, probabilityOverridden: overridden, expectedClose: dayOf(expected), stageSince: at.toISOString(), rank: newestFirst(at),
      nextStep: outcome === 'open' && chance.yes(0.7) ? chance.pick(NEXT) : null, nextStepOn: outcome === 'open' && chance.yes(0.6) ? dayOf(new Date(calendar.now.getTime() + chance.whole(-4, 21) * DAY_MS)) : null,
      reachedStageId: stops.findLast(({ stage: { kind } }) => kind !== 'lost')!.stage.id, source: chance.weighted(SOURCES), tags: [], closedAt: null, closingRate: null, closingRateDay: null, closingAmount: null, lostReasonId: null, lostToId: null, ...closed, ...lost,
    },
  };
  return { row, stops, people };
}

/** Stage after stage, a few weeks in each; most that are old enough have come to an end. */
function wayOf(chance: DemoPage['chance'], now: Date, begun: Date, stages: readonly (Stage & { id: string })[]): Stop[] {
  const open = stages.filter(({ kind }) => kind === 'open');
  const ends = { won: stages.find(({ kind }) => kind === 'won')!, lost: stages.find(({ kind }) => kind === 'lost')! };
  const stops: Stop[] = [{ stage: open[0]!, at: begun }];
  for (let n = 1; n <= open.length; n += 1) {
    const at = new Date(stops.at(-1)!.at.getTime() + chance.size(n < 3 ? 11 : 20, 0.8) * DAY_MS);
    if (at > now) return stops;
    const isLost = chance.yes([0, 0.24, 0.2, 0.18, 0.3][n] ?? 0.3);
    if (isLost || n === open.length) return [...stops, { stage: isLost ? ends.lost : ends.won, at }];
    stops.push({ stage: open[n]!, at });
  }
  return stops;
}

function sellerOf(members: readonly DemoMember[], ownerId: string | null): string {
  return members.some(({ id, share }) => id === ownerId && share > 0) ? ownerId! : members.find(({ share }) => share > 0)!.id;
}

/** One for each month, a little up and down. */
function ratesOf({ chance, calendar, organization }: DemoPage): DemoRow[] {
  const months = Array.from({ length: 14 }, (_, n) => new Date(Date.UTC(calendar.now.getUTCFullYear(), calendar.now.getUTCMonth() - 13 + n, 1)));
  return Object.entries(RATES[organization.currency]!).flatMap(([currency, middle]) =>
    months.map((createdAt): DemoRow => ({ id: chance.uuid(createdAt), createdAt, fields: { currency, day: dayOf(createdAt), rate: (middle * (0.97 + chance.next() * 0.06)).toFixed(4), source: 'ECB' } })),
  );
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
