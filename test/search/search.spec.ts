import pg from 'pg';
import { createSchema } from '../../apps/console/schema/ddl.js';
import { Email } from '#kernel/field/email.js';
import { Joined } from '#kernel/field/joined.js';
import { Owner } from '#kernel/field/owner.js';
import { Phone } from '#kernel/field/phone.js';
import { Text } from '#kernel/field/text.js';
import { Url } from '#kernel/field/url.js';
import { Ability } from '#kernel/gate/ability.js';
import { SYSTEM_ACCESS, viewpointOf, type Access } from '#kernel/gate/access.js';
import { SqlWriter } from '#kernel/gate/sql.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody, type Right } from '#kernel/resource/grants.js';
import { Registry } from '#kernel/resource/registry.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { systemClock } from '#kernel/tenancy/scope.js';
import { inOrganization, type Tenancy } from '#kernel/tenancy/tenancy.js';
import { organizationId, TestDatabase, testSeal } from '#test/worlds/database.js';
import { MACHINERY } from '#test/worlds/rows.js';
import { searchCondition, searchStatement } from '#kernel/pipeline/search.js';

@Resource({ module: 'test', label: 'Keeper', plural: 'keepers', title: 'name', icon: 'person' })
class Keeper extends TenantRow {
  @Text({ required: true, personal: true }) name!: string;
}
grantsNobody(Keeper);

@Resource({ module: 'test', label: 'Person', plural: 'persons', title: 'fullName', icon: 'person' })
class Person extends TenantRow {
  @Text({ search: 'A', personal: true }) firstName!: string | null;
  @Text({ search: 'A', personal: true, required: true }) lastName!: string;
  @Joined({ of: ['firstName', 'lastName'], personal: true }) fullName!: string;
  @Email({ search: 'B', personal: true }) email!: string | null;
  @Phone({ search: 'B', personal: true }) phone!: string | null;
  @Url({ search: 'C', personal: 'none' }) website!: string | null;
  @Text({ search: 'C', personal: 'sensitive' }) illness!: string | null;
  @Text({ personal: 'none' }) remark!: string | null;
  @Owner(() => Keeper) ownerId!: string | null;
}
grantsNobody(Person);

@Resource({ module: 'test', label: 'Firm', plural: 'firms', title: 'name', icon: 'building' })
class Firm extends TenantRow {
  @Text({ search: 'A', required: true, personal: 'none' }) name!: string;
}
grantsNobody(Firm);

const registry = Registry.build([Keeper, Person, Firm]);
const [A, B] = [organizationId(1), organizationId(2)];
const ME = '0193bbbb-0000-7000-8000-000000000001';
const OTHER = '0193bbbb-0000-7000-8000-000000000002';
const right = (resource: string, more: Partial<Right> = {}): Right => ({ resource, action: 'read', reach: 'all', fields: null, groups: ['*'], masked: [], where: null, deny: false, ...more });

let database: TestDatabase;
let tenancy: Tenancy;

beforeAll(async () => {
  database = await TestDatabase.create();
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(createSchema(registry));
  await owner.end();
  tenancy = database.tenancy();
  for (const organization of [A, B]) for (const id of [ME, OTHER]) await insert(organization, 'keeper', { id, name: 'Keeper' });
});

afterAll(() => database.drop());

describe('Search finds', () => {
  beforeAll(async () => {
    await person('Zoë', 'Müller-Lüdenscheidt', { email: 'zoe.mueller@mail.acme-works.example', phone: '+49 30 123456-78', phone_key: '+493012345678', website: 'https://www.shop.zebra.example/about' });
    await person('Łukasz', 'O’Neil');
    await person('Nguyễn', 'Thomas');
    await person('Michael', 'Schmidt');
    await person('Anna', 'Schmidt');
    await person('Anna', 'Annasdottir');
    await person('محمد', 'الهاشمي');
    await person('', '東京商事株式会社');
    await person('ИВАН', 'Королёв');
  });

  it.each([
    ['accents typed or not', 'zoe', 'Zoë Müller-Lüdenscheidt'],
    ['accents on the other side', 'zöé mullér', 'Zoë Müller-Lüdenscheidt'],
    ['letters that have no accent to drop', 'lukasz', 'Łukasz O’Neil'],
    ['names with apostrophes', 'oneil', 'Łukasz O’Neil'],
    ['names with apostrophes as typed', "o'neil", 'Łukasz O’Neil'],
    ['stacked accents', 'NGUYEN', 'Nguyễn Thomas'],
    ['the beginning of a word', 'ludens', 'Zoë Müller-Lüdenscheidt'],
    ['several words in any order', 'schm mich', 'Michael Schmidt'],
    ['a word and a letter', 'anna s', 'Anna Schmidt'],
    ['swapped letters', 'micheal', 'Michael Schmidt'],
    ['swapped letters beside a right word', 'schmidt micheal', 'Michael Schmidt'],
    ['a wrong letter', 'thomis', 'Nguyễn Thomas'],
    ['a forgotten letter', 'lukas o’neil', 'Łukasz O’Neil'],
    ['a part of a word', 'denscheidt', 'Zoë Müller-Lüdenscheidt'],
    ['a telephone number as it is written', '+49 30 123456-78', 'Zoë Müller-Lüdenscheidt'],
    ['a telephone number with 00', '0049 (30) 12345678', 'Zoë Müller-Lüdenscheidt'],
    ['a telephone number within the country, while it is typed', '030/1234', 'Zoë Müller-Lüdenscheidt'],
    ['the end of a telephone number', '456-78', 'Zoë Müller-Lüdenscheidt'],
    ['an e-mail address', 'Zoe.Mueller@mail.acme-works.example', 'Zoë Müller-Lüdenscheidt'],
    ['the beginning of an e-mail address', 'zoe.mue', 'Zoë Müller-Lüdenscheidt'],
    ['the domain of an e-mail address', '@acme-works.example', 'Zoë Müller-Lüdenscheidt'],
    ['a domain', 'acme-works.ex', 'Zoë Müller-Lüdenscheidt'],
    ['a web address', 'https://www.shop.zebra.example/contact?x=1', 'Zoë Müller-Lüdenscheidt'],
    ['the domain of a web address', 'zebra.example', 'Zoë Müller-Lüdenscheidt'],
    ['Arabic', 'محمد', 'محمد الهاشمي'],
    ['Arabic with vowels, and without the article', 'مُحَمَّد هاشم', 'محمد الهاشمي'],
    ['Chinese and Japanese, from the middle', '商事株', '東京商事株式会社'],
    ['Cyrillic in any case', 'иван королев', 'ИВАН Королёв'],
  ])('%s', async (_, q, title) => {
    expect(await titles(q)).toContain(title);
  });

  it('the exact word before the longer one, and nothing for what is nowhere', async () => {
    expect((await titles('anna')).toSorted()).toEqual(['Anna Annasdottir', 'Anna Schmidt']);
    expect((await titles('schmidt anna'))[0]).toBe('Anna Schmidt');
    expect(await titles('qqqzzzxxx')).toEqual([]);
    expect(await titles('anna qqqzzzxxx')).toEqual([]);
  });

  it.each(["'; DROP TABLE person; --", '%', '_', '\\', '100%', "' OR true --", '(', '*', ':*', '&|!', '"', '~8765', '', '   ', '@', '.', '+', '+++', '\u{10ffff}', '🙂', 'a'.repeat(5_000), 'a b c d e f g h i j k'])('nothing it should not in %j', async (q) => {
    expect((await titles(q)).length).toBeLessThanOrEqual(3);
    expect(await titles('annasdottir')).toEqual(['Anna Annasdottir']);
  });

  it('says which field was found, and shows it', async () => {
    expect((await search('030 1234'))[0]).toMatchObject({ resource: 'person', title: 'Zoë Müller-Lüdenscheidt', field: 'phone', snippet: '+49 30 123456-78' });
  });

  it('finds what is sensitive and does not show it: whoever wants to see it opens the record, and the ledger tells', async () => {
    await change(await person('Hypatia', 'Sanders'), `illness = 'Hypertension'`);
    const [hit] = await search('hypertension');
    expect([hit, 'snippet' in hit!]).toEqual([{ resource: 'person', id: expect.any(String) as string, title: 'Hypatia Sanders', field: 'illness' }, false]);
  });
});

describe('The index follows the record', () => {
  it('through change, deletion, restoring and removal, and keeps no word of those who are gone', async () => {
    const id = await person('Quentin', 'Xylander');
    expect(await titles('xylander')).toEqual(['Quentin Xylander']);
    await change(id, `last_name = 'Yggdrasil'`);
    expect(await titles('xylander')).toEqual([]);
    expect(await titles('yggdrasil quentin')).toEqual(['Quentin Yggdrasil']);
    await change(id, 'deleted_at = now()');
    expect(await titles('yggdrasil')).toEqual([]);
    expect(await words(id)).toEqual([]);
    await change(id, 'deleted_at = NULL');
    expect(await titles('yggdrasil')).toEqual(['Quentin Yggdrasil']);
    await write(A, { text: `DELETE FROM person WHERE organization_id = $1 AND id = $2`, values: [A, id] });
    expect(await titles('yggdrasil')).toEqual([]);
    const left = await administrator(`SELECT word FROM search_word WHERE word IN ('quentin', 'xylander', 'yggdrasil')`);
    expect(left).toEqual([]);
  });

  it('and is left alone by changes of what is not searched', async () => {
    const id = await person('Still', 'Standing');
    const before = await administrator(`SELECT xmin::text, ctid::text FROM search_entry WHERE record_id = '${id}' ORDER BY 2`);
    await change(id, `remark = 'something else'`);
    expect(await administrator(`SELECT xmin::text, ctid::text FROM search_entry WHERE record_id = '${id}' ORDER BY 2`)).toEqual(before);
    const [{ definition }] = await administrator<{ definition: string }>(`SELECT pg_get_triggerdef(oid) AS definition FROM pg_trigger WHERE tgrelid = 'person'::regclass AND tgname = 'search_change'`) as [{ definition: string }];
    expect(definition).toContain('WHEN (');
    expect(definition).not.toContain('remark');
  });

  it('keeps words that others still use', async () => {
    await person('Vroni', 'Stays');
    const id = await person('Vroni', 'Goes');
    await change(id, 'deleted_at = now()');
    expect(await titles('vorni')).toEqual(['Vroni Stays']);
  });
});

describe('Rights inside the search', () => {
  it('show an organisation its own records and no others', async () => {
    await person('Solitaire', 'Ofb', {}, B);
    expect(await titles('solitaire')).toEqual([]);
    expect(await titles('solitaire', everything(), B)).toEqual(['Solitaire Ofb']);
  });

  it('leave the index itself to nobody who serves', async () => {
    for (const table of ['search_entry', 'search_word']) await expect(read(A, { text: `SELECT * FROM ${table}` })).rejects.toMatchObject({ code: '42501' });
    await expect(database.pool(database.appUrl).query(`SELECT * FROM search_records('anna', '{person.firstName}', '{1}', 10)`)).rejects.toMatchObject({ code: '42501' });
    await expect(database.pool(database.platformUrl).query(`SELECT * FROM search_records('anna', '{person.firstName}', '{1}', 10)`)).rejects.toMatchObject({ code: '42501' });
  });

  it('hide what is found only through a field that the actor does not always see', async () => {
    await person('Hidden', 'Number', { phone: '+49 40 777888', phone_key: '+4940777888', email: 'secret@nowhere.example' });
    const fields = ['firstName', 'lastName', 'fullName', 'email', 'phone', 'website', 'ownerId'];
    const without = (field: string) => access([right('person', { fields: fields.filter((name) => name !== field) })]);
    expect(await titles('040777')).toEqual(['Hidden Number']);
    expect(await titles('040777', without('phone'))).toEqual([]);
    expect(await titles('number 040777', without('phone'))).toEqual([]);
    expect(await titles('number', without('phone'))).toEqual(['Hidden Number']);
    expect(await titles('secret@no', access([right('person', { masked: ['email'] })]))).toEqual([]);
    const sometimes = access([right('person', { fields: ['lastName', 'fullName', 'ownerId'] }), right('person', { reach: 'own' })]);
    expect(await titles('040777', sometimes)).toEqual([]);
    expect(await titles('number', sometimes)).toEqual(['Hidden Number']);
  });

  it('give no title to those who may not see it', async () => {
    expect(await search('number', access([right('person', { fields: ['lastName'] })]))).toEqual([expect.not.objectContaining({ title: expect.anything() })]);
  });

  it('keep to the records and nouns that the actor reads', async () => {
    await person('Tabea', 'Mine', { owner_id: ME });
    await person('Tabea', 'Theirs', { owner_id: OTHER });
    await insert(A, 'firm', { name: 'Tabea Works' });
    expect((await titles('tabea')).toSorted()).toEqual(['Tabea Mine', 'Tabea Theirs', 'Tabea Works']);
    expect(await titles('tabea', access([right('person', { reach: 'own' })]))).toEqual(['Tabea Mine']);
    expect(await titles('tabea', access([right('firm')]))).toEqual(['Tabea Works']);
    expect(await titles('tabea', access([]))).toEqual([]);
  });

  it('find the few records of an actor behind the many of others', async () => {
    await write(A, { text: `INSERT INTO person (organization_id, first_name, last_name, owner_id, created_at, updated_at) SELECT $1, 'Gudrun', 'Crowd', $2, now(), now() FROM generate_series(1, 1200)`, values: [A, OTHER] });
    const oldest = '01900000-0000-7000-8000-000000000001';
    await insert(A, 'person', { id: oldest, first_name: 'Gudrun', last_name: 'Lonely', owner_id: ME });
    const own = access([right('person', { reach: 'own' })]);
    for (const q of ['gudrun', 'gu', 'gudrun l', 'lonely gudrun', 'gurdun']) expect(await titles(q, own)).toEqual(['Gudrun Lonely']);
    expect(await listed('gudrun', own)).toEqual(['Gudrun Lonely']);
    expect(await titles('gudrun')).toHaveLength(20);
  });

  it('hold for the search of lists alike', async () => {
    expect((await listed('tabea', everything())).toSorted()).toEqual(['Tabea Mine', 'Tabea Theirs']);
    expect(await listed('040777', access([right('person', { fields: ['lastName', 'fullName'] })]))).toEqual([]);
    expect(await listed('tabea', access([right('person', { fields: ['ownerId'] })]))).toEqual([]);
  });
});

describe('The plan', () => {
  it('reads ranges of the index, by organisation, field and word, and never the whole table', async () => {
    const client = new pg.Client({ connectionString: database.administratorUrl });
    const plans: string[] = [];
    client.on('notice', ({ message }) => plans.push(message ?? ''));
    await client.connect();
    await client.query(`LOAD 'auto_explain'; SET auto_explain.log_nested_statements = on; SET auto_explain.log_min_duration = 0; SET auto_explain.log_level = notice`);
    await client.query(`BEGIN; SET LOCAL app.scope = '${testSeal().of(A)}'`);
    for (const q of ['an', 'anna schmidt', 'micheal', '030 1234']) await client.query(`SELECT * FROM search_records($1, '{person.firstName,person.lastName,person.phone}', '{1,1,0.7}', 100)`, [q]);
    await client.end();
    const plan = plans.join('\n');
    expect(plan).toMatch(/Index Cond: \(\(organization_id = \$\d+\) AND \(place = p\.place\) AND \(word > r\.low\) AND \(word < r\.high\)\)/);
    expect(plan).toMatch(/Index Cond: \(\(organization_id = \$\d+\) AND \(place = p\.place\) AND \(word = r\.low\)\)/);
    expect(plan).not.toContain('Seq Scan on search_entry');
  });
});

function everything(): Access {
  return SYSTEM_ACCESS;
}

function access(rights: Right[]): Access {
  return { ...SYSTEM_ACCESS, memberId: ME, teamMemberIds: [ME], treeMemberIds: [ME], rights, roles: ['test'] };
}

async function search(q: string, who = everything(), organization = A): Promise<{ resource: string; id: string; title?: string; field: string; snippet?: string }[]> {
  return inOrganization(organization, MACHINERY, async () => {
    const statement = searchStatement(registry.resources, q, 20, new Ability(who, viewpointOf(who, systemClock)));
    if (!statement) return [];
    const [row] = await tenancy.read<{ data: string }>(statement);
    return JSON.parse(row!.data) as { resource: string; id: string; title?: string; field: string }[];
  });
}

async function titles(q: string, who = everything(), organization = A): Promise<string[]> {
  return (await search(q, who, organization)).map(({ title }) => title!.trim());
}

/** As the list door puts it into its statement. */
async function listed(q: string, who: Access): Promise<string[]> {
  return inOrganization(A, MACHINERY, async () => {
    const writer = new SqlWriter(A);
    const ability = new Ability(who, viewpointOf(who, systemClock));
    const condition = searchCondition(registry.get('person'), 't', q, ability, writer);
    const own = who.rights.some(({ reach }) => reach === 'own') ? `AND t.owner_id = '${ME}'` : '';
    const rows = await tenancy.read<{ title: string }>({ text: `SELECT full_name AS title FROM person t WHERE t.organization_id = $1 AND ${condition} ${own}`, values: writer.values });
    return rows.map(({ title }) => title);
  });
}

function person(firstName: string, lastName: string, more: Record<string, string> = {}, organization = A): Promise<string> {
  return insert(organization, 'person', { first_name: firstName, last_name: lastName, ...more });
}

async function insert(organization: string, table: string, values: Record<string, string>): Promise<string> {
  const columns = Object.keys(values);
  const [row] = await write<{ id: string }>(organization, {
    text: `INSERT INTO ${table} (organization_id, created_at, updated_at, ${columns.join(', ')}) VALUES ($1, now(), now(), ${columns.map((_, n) => `$${n + 2}`).join(', ')}) RETURNING id`,
    values: [organization, ...Object.values(values)],
  });
  return row!.id;
}

function change(id: string, set: string): Promise<unknown> {
  return write(A, { text: `UPDATE person SET ${set} WHERE organization_id = $1 AND id = $2`, values: [A, id] });
}

function write<R>(organization: string, statement: { text: string; values: unknown[] }): Promise<R[]> {
  return inOrganization(organization, MACHINERY, () => tenancy.transaction((transaction) => transaction.query<R>(statement)));
}

function read<R>(organization: string, statement: { text: string; values?: unknown[] }): Promise<R[]> {
  return inOrganization(organization, MACHINERY, () => tenancy.read<R>(statement));
}

async function administrator<R>(text: string): Promise<R[]> {
  const { rows } = await database.pool(database.administratorUrl).query(text);
  return rows as R[];
}

async function words(id: string): Promise<string[]> {
  return (await administrator<{ word: string }>(`SELECT word FROM search_entry WHERE record_id = '${id}'`)).map(({ word }) => word);
}
