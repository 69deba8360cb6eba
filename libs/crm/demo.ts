import type { Chance } from '#platform/demo/chance.js';
import { mailName, type DemoMember } from '#platform/demo/staff.js';
import type { DemoRow } from '#platform/demo/rows.query.js';
import type { DemoChapter, DemoPage } from '#platform/demo/world.js';
import { Company, type COMPANY_STAGES } from './company/company.js';
import { Contact, type LIFECYCLE } from './contact/contact.js';
import { DEALING_CHAPTERS } from './demo-dealings.js';
import { COMPANY_TAGS, CONTACT_TAGS, INDUSTRIES, JOB_TITLES, PEOPLE, STEMS } from './demo-names.js';
import { LEGAL_FORMS, MARKETS, PLACES, type DemoPlace } from './demo-places.js';

const COMPANIES = 1_500;
const CONTACTS = 4_000;

interface DemoCompany {
  id: string;
  createdAt: Date;
  stage: keyof typeof COMPANY_STAGES;
  ownerId: string;
  place: DemoPlace;
  domain: string;
}

const companiesAndContacts: DemoChapter = {
  name: 'companies and contacts',
  async tell(page) {
    const companies = inventCompanies(page);
    await page.add(Company, companies.map(({ row }) => row));
    await page.add(Contact, inventContacts(page, companies.map(({ company }) => company)));
  },
};

export const CRM_CHAPTERS: DemoChapter[] = [companiesAndContacts, ...DEALING_CHAPTERS];

function inventCompanies(page: DemoPage): { company: DemoCompany; row: DemoRow }[] {
  const { chance, calendar, organization } = page;
  const moments = momentsOf(page, COMPANIES);
  const names = new Set<string>();
  const made: { company: DemoCompany; row: DemoRow }[] = [];
  for (const createdAt of moments) {
    const place = chance.pick(PLACES[chance.weighted(MARKETS[organization.slug]!)]!);
    const industry = chance.weighted(Object.fromEntries(Object.entries(INDUSTRIES).map(([name, { weight }]) => [name, weight])));
    const { base, full } = companyName(chance, place, industry, names);
    const domain = `${mailName(base).replaceAll('.', '-')}.example`;
    const age = calendar.age(createdAt);
    const stage = chance.weighted({ prospect: 70 - 45 * age, customer: 12 + 45 * age, partner: 5, former: 14 * age });
    const employees = chance.size(INDUSTRIES[industry]!.employees, 1.6);
    const owner = ownerOf(page);
    // A few belong to a group that was there before them.
    const parent = chance.yes(0.05) ? made.find(({ company }) => company.place.country === place.country && chance.yes(0.2)) : undefined;
    const company: DemoCompany = { id: chance.uuid(createdAt), createdAt, stage, ownerId: owner.id, place, domain };
    const row: DemoRow = {
      id: company.id,
      createdAt,
      createdBy: owner.id,
      updatedAt: chance.yes(0.6) ? calendar.after(chance, createdAt, 120) : createdAt,
      fields: {
        name: full,
        website: chance.yes(0.9) ? `https://www.${domain}` : null,
        phone: chance.yes(0.85) ? phoneIn(chance, place) : null,
        industry,
        city: place.city,
        country: place.country,
        employees,
        annualRevenue: chance.yes(0.7) ? { amount: Math.round(employees * chance.size(160_000, 0.8) / 1_000) * 100_000, currency: organization.currency } : null,
        stage,
        parentId: parent?.company.id ?? null,
        ownerId: owner.id,
        tags: chance.some(COMPANY_TAGS, stage === 'prospect' ? 1 : 3),
      },
    };
    made.push({ company, row });
  }
  return made;
}

function inventContacts(page: DemoPage, companies: readonly DemoCompany[]): DemoRow[] {
  const { chance, calendar, organization } = page;
  const addresses = new Set<string>();
  const rows: DemoRow[] = [];
  while (rows.length < CONTACTS) {
    // Every company has somebody; customers, and some that are lucky, have more.
    const at = rows.length < companies.length ? companies[rows.length]! : chance.pick(companies);
    if (rows.length >= companies.length && at.stage !== 'customer' && chance.yes(0.5)) continue;
    const alone = rows.length >= companies.length && chance.yes(0.05);
    const { first, last } = PEOPLE[at.place.country]!;
    const [firstName, lastName] = [chance.pick(first), chance.pick(last)];
    const createdAt = alone ? calendar.moment(chance) : calendar.after(chance, at.createdAt, 200);
    const ownerId = chance.yes(0.88) ? at.ownerId : ownerOf(page).id;
    const stage = alone ? chance.weighted({ prospect: 3, lead: 5 }) : stageOf(chance, at.stage);
    rows.push({
      id: chance.uuid(createdAt),
      createdAt,
      createdBy: ownerId,
      updatedAt: chance.yes(0.55) ? calendar.after(chance, createdAt, 90) : createdAt,
      fields: {
        firstName,
        lastName,
        email: chance.yes(0.93) ? freeAddress(`${firstName} ${lastName}`, alone ? 'mailbox.example' : at.domain, addresses) : null,
        phone: chance.yes(0.75) ? phoneIn(chance, at.place) : null,
        jobTitle: chance.yes(0.9) ? chance.pick(JOB_TITLES) : null,
        companyId: alone ? null : at.id,
        ownerId,
        stage,
        creditLimit: stage === 'customer' && chance.yes(0.4) ? { amount: chance.whole(1, 40) * 250_000, currency: organization.currency } : null,
        tags: chance.some(CONTACT_TAGS, stage === 'prospect' ? 1 : 3),
      },
    });
  }
  return rows;
}

/** Oldest first, so that ids and times rise together. */
function momentsOf({ calendar, chance }: DemoPage, count: number): Date[] {
  return Array.from({ length: count }, () => calendar.moment(chance)).sort((a, b) => a.getTime() - b.getTime());
}

function companyName(chance: Chance, { country }: DemoPlace, industry: string, taken: Set<string>): { base: string; full: string } {
  const { words } = INDUSTRIES[industry]!;
  for (;;) {
    const stem = chance.yes(0.12) ? `${chance.pick(PEOPLE[country]!.last)} & ${chance.pick(['Söhne', 'Partner', 'Co', 'Daughters'])}` : chance.pick(STEMS);
    const base = chance.yes(0.2) && !taken.has(stem) ? stem : `${stem} ${chance.pick(words)}`;
    const free = taken.has(base) ? `${base} ${chance.pick(PLACES[country]!).city}` : base;
    if (taken.has(free)) continue;
    taken.add(free);
    return { base: free, full: `${free} ${chance.pick(LEGAL_FORMS[country]!)}` };
  }
}

function ownerOf({ chance, members }: DemoPage): DemoMember {
  const sellers = Object.fromEntries(members.filter(({ share }) => share > 0).map(({ id, share }) => [id, share]));
  const id = chance.weighted(sellers);
  return members.find((member) => member.id === id)!;
}

function stageOf(chance: Chance, company: keyof typeof COMPANY_STAGES): keyof typeof LIFECYCLE {
  if (company === 'former') return chance.weighted({ former: 9, lead: 1 });
  if (company === 'prospect') return chance.weighted({ prospect: 11, lead: 9 });
  return chance.weighted({ customer: 14, lead: 3, prospect: 2, former: 1 });
}

function phoneIn(chance: Chance, { phone }: DemoPlace): string {
  return phone.replaceAll('#', () => String(chance.whole(0, 9)));
}

function freeAddress(name: string, domain: string, taken: Set<string>): string {
  const local = mailName(name);
  for (let n = 1; ; n += 1) {
    const address = `${local}${n === 1 ? '' : n}@${domain}`;
    if (taken.has(address)) continue;
    taken.add(address);
    return address;
  }
}
