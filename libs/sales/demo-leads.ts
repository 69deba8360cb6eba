import { mailName } from '#platform/demo/staff.js';
import type { DemoRow } from '#platform/demo/rows.query.js';
import type { DemoChapter, DemoPage } from '#platform/demo/world.js';
import { Company } from '#crm/company/company.js';
import { Contact } from '#crm/contact/contact.js';
import { INDUSTRIES, JOB_TITLES, PEOPLE, STEMS } from '#crm/demo-names.js';
import { PLACES } from '#crm/demo-places.js';
import { Lead } from './leads/lead.js';
import { LeadForm } from './leads/lead-form.js';
import { LeadStatus, type LeadPhase } from './leads/lead-status.js';
import { nameLeads } from './leads/lead.query.js';
import { ScoreRule } from './leads/score-rule.js';
import { scoreOf, type Contribution } from './leads/score.js';
import { addScores } from './leads/score.query.js';
import { Opportunity } from './opportunities/public.js';

const LEADS = 160;
const CONVERTED = 60;
const DAY_MS = 24 * 60 * 60 * 1_000;
const DAYS_BACK = 200;
const SOURCES = { website: 8, webinar: 4, 'trade fair': 4, newsletter: 3, referral: 2 };
const CAMPAIGNS = ['spring-launch', 'efficiency-webinar', 'trade-fair', 'retargeting'];
const MESSAGES = ['Please send me a price list.', 'We are planning a new line and would like to talk.', 'Can your sensors be used outdoors?', 'Who is your partner in our region?'];
const RULES = [
  { name: 'More than 250 people', points: 30, where: { field: 'employees', operator: 'gte', value: 250 }, holds: (fields: DemoRow['fields']) => Number(fields.employees) >= 250, halfLifeDays: null },
  { name: 'Wrote a message', points: 25, where: { field: 'message', operator: 'filled' }, holds: (fields: DemoRow['fields']) => fields.message !== null, halfLifeDays: 30 },
  { name: 'Came to a webinar or a fair', points: 20, where: { field: 'source', operator: 'in', value: ['webinar', 'trade fair'] }, holds: (fields: DemoRow['fields']) => ['webinar', 'trade fair'].includes(fields.source as string), halfLifeDays: 60 },
  { name: 'No company named', points: -15, where: { field: 'companyName', operator: 'empty' }, holds: (fields: DemoRow['fields']) => fields.companyName === null, halfLifeDays: null },
] as const;

const leads: DemoChapter = {
  name: 'leads',
  async tell(page) {
    const { chance, calendar, organization } = page;
    const beginning = calendar.beginning;
    const statuses = await page.records<LeadStatus>(LeadStatus, ['phase']);
    const rules = RULES.map((rule) => ({ ...rule, id: chance.uuid(beginning) }));
    await page.add(ScoreRule, rules.map(({ id, name, points, where, halfLifeDays }): DemoRow => ({ id, createdAt: beginning, fields: { name, points, where: where as never, halfLifeDays, active: true } })));
    const form = chance.uuid(beginning);
    await page.add(LeadForm, [{ id: form, createdAt: beginning, fields: { name: 'Contact us', active: true, source: 'website', leastSeconds: 2, consentVersion: 1, consentText: 'You may write to me about my request.', thanks: 'Thank you. We will come back to you soon.' } }]);
    const converted = await becoming(page, statuses);
    const made = [...converted, ...Array.from({ length: LEADS - converted.length }, () => invent(page, statuses))].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
    const scores = made.map(({ id, createdAt, fields }) => ({ id, held: rules.filter(({ holds }) => holds(fields)).map((rule): Contribution => ({ ruleId: rule.id, entryId: null, points: rule.points, halfLifeDays: rule.halfLifeDays, since: createdAt })) }));
    await page.add(Lead, made.map((row, n) => ({ ...row, fields: { ...row.fields, formId: row.fields.origin === 'form' ? form : null, score: scoreOf(scores[n]!.held, calendar.now) } })));
    await page.write(addScores(organization.id, scores.flatMap(({ id, held }) => held.map((each) => ({ ...each, leadId: id }))), 'captured', calendar.now));
    await page.write(nameLeads(organization.id, converted.map(({ id, fields }) => ({ leadId: id, opportunityId: fields.opportunityId as string }))));
  },
};

export const LEAD_CHAPTERS: DemoChapter[] = [leads];

/** Where some of the deals of these months came from: each of another person, who is the contact of the deal now. */
async function becoming(page: DemoPage, statuses: readonly (LeadStatus & { id: string })[]): Promise<DemoRow[]> {
  const { chance, calendar } = page;
  const since = new Date(calendar.now.getTime() - (DAYS_BACK - 30) * DAY_MS);
  const deals = (await page.records<Opportunity>(Opportunity, ['companyId', 'contactId', 'source', 'ownerId'])).filter(({ contactId, createdAt }) => contactId && createdAt > since);
  const people = new Map((await page.records<Contact>(Contact, ['firstName', 'lastName', 'email', 'phone', 'jobTitle'])).map((contact) => [contact.id, contact]));
  const companies = new Map((await page.records<Company>(Company, ['name', 'industry', 'city', 'country', 'employees'])).map((company) => [company.id, company]));
  const first = new Map(deals.map((deal) => [deal.contactId, deal]));
  const closed = statuses.find(({ phase }) => phase === 'closed')!;
  return [...first.values()].slice(0, CONVERTED).map(({ id: opportunityId, createdAt: convertedAt, contactId, companyId, source, ownerId }) => {
    const { firstName, lastName, email, phone, jobTitle } = people.get(contactId!)!;
    const { name: companyName, industry, city, country, employees } = companies.get(companyId!)!;
    const createdAt = new Date(convertedAt.getTime() - chance.size(8, 0.8) * DAY_MS);
    return {
      id: chance.uuid(createdAt), createdAt, updatedAt: convertedAt,
      fields: {
        firstName, lastName, companyName, email, phone, jobTitle, industry, city, country, employees: employees === null ? null : Number(employees), source, ownerId, companyId, contactId, opportunityId, convertedAt: convertedAt.toISOString(),
        phase: 'closed', statusId: closed.id, message: chance.yes(0.6) ? chance.pick(MESSAGES) : null, origin: source === 'website' ? 'form' : 'person', medium: chance.pick(['organic', 'cpc', 'email', 'event']), campaign: chance.yes(0.6) ? chance.pick(CAMPAIGNS) : null, tags: [], estimatedValue: null,
      },
    };
  });
}

function invent({ chance, calendar, organization, members }: DemoPage, statuses: readonly (LeadStatus & { id: string })[]): DemoRow {
  const createdAt = calendar.moment(chance, new Date(calendar.now.getTime() - DAYS_BACK * DAY_MS));
  const country = chance.pick(organization.country === 'DE' ? ['DE', 'SE', 'FR', 'GB'] : ['US', 'CA', 'GB']);
  const place = chance.pick(PLACES[country]!);
  const [firstName, lastName] = [chance.pick(PEOPLE[country]!.first), chance.pick(PEOPLE[country]!.last)];
  const companyName = chance.yes(0.85) ? `${chance.pick(STEMS)} ${chance.pick(['Works', 'Group', 'Systems', 'Foods'])}` : null;
  const phase: LeadPhase = chance.weighted(calendar.age(createdAt) < 0.04 ? { new: 7, working: 3, qualified: 0, unqualified: 0, closed: 0 } : { new: 1, working: 4, qualified: 3, unqualified: 3, closed: 0 });
  const source = chance.weighted(SOURCES);
  const seller = chance.weighted(Object.fromEntries(members.filter(({ share }) => share > 0).map(({ id, share }) => [id, share])));
  return {
    id: chance.uuid(createdAt), createdAt, updatedAt: phase === 'new' ? createdAt : calendar.after(chance, createdAt, 20),
    fields: {
      firstName, lastName, companyName, phase, source, email: `${mailName(`${firstName} ${lastName}`)}${chance.whole(1, 999)}@${companyName ? `${mailName(companyName)}.example` : 'mailbox.example'}`,
      phone: chance.yes(0.5) ? place.phone.replaceAll('#', () => String(chance.whole(0, 9))) : null, jobTitle: chance.yes(0.8) ? chance.pick(JOB_TITLES) : null, industry: chance.pick(Object.keys(INDUSTRIES)), city: place.city, country,
      employees: companyName ? chance.size(140, 1.4) : null, statusId: statuses.find((each) => each.phase === phase)!.id, ownerId: phase === 'new' && chance.yes(0.5) ? null : seller,
      message: chance.yes(0.45) ? chance.pick(MESSAGES) : null, origin: source === 'website' ? 'form' : 'person', medium: chance.pick(['organic', 'cpc', 'email', 'event']), campaign: chance.yes(0.6) ? chance.pick(CAMPAIGNS) : null, tags: [],
      estimatedValue: chance.yes(0.4) ? { amount: chance.whole(2, 80) * 100_000, currency: organization.currency } : null,
    },
  };
}
