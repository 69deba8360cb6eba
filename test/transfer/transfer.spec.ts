import { customTypeNames } from '#kernel/field/types.js';
import { Gate } from '#kernel/gate/gate.js';
import { LARGEST_IMPORT } from '#kernel/derive/transfer.js';
import { Registry } from '#kernel/resource/registry.js';
import { Served } from '#kernel/resource/served.js';
import { readCsv } from '#kernel/derive/csv.js';
import { Specimens } from '#test/contract/specimens.js';
import { defineEveryType, keyOf, SAMPLES } from '#test/customization/definitions.js';
import { TwoTenants, type ActorName, type Caller } from '#test/worlds/two-tenants.js';
import { productRegistry } from '../../apps/product.js';

const CONTACTS = '/api/v1/sales/contacts';
const NASTY = '=HYPERLINK("http://evil.example","x"), "quoted"; \t end';
const registry = productRegistry();
const served = new Served(registry).nouns;

interface Result {
  dryRun: boolean;
  counts: Record<string, number>;
  rows: { line: number; status: string; id?: string; errors?: { at: string; rule: string; say: string }[] }[];
}

let world: TwoTenants;
let owner: Caller;

beforeAll(async () => {
  world = await TwoTenants.create();
  owner = world.as('A', 'owner');
  await defineEveryType(world, 'A');
  for (const which of [0, 1] as const) {
    const custom = Object.fromEntries(customTypeNames.map((type) => [keyOf(type), SAMPLES[type]!.values[which]]));
    await made(owner.post(CONTACTS, { lastName: which ? NASTY.replace('\t', '') : 'Plain', jobTitle: '-1+1', phone: '+49 30 998877', tags: ['=x', 'y'], custom, creditLimit: { amount: -5, currency: 'KWD' } }));
  }
  const [company] = world.organizations.A.companies;
  const specimens = new Specimens(world, 'A', registry, 0);
  for (const noun of served) await specimens.make(noun);
  await owner.patch(`/api/v1/sales/companies/${company}`, { website: 'x.example', phone: '0301234', employees: 7, country: 'DE' });
});
afterAll(() => world.close());

describe('An export imported again', () => {
  it.each(served.map(({ path }) => [path]))('changes nothing of %s', async (path) => {
    const file = await exported(owner, path);
    expect(readCsv(Buffer.from(file), 1_000).rows.length).toBeGreaterThan(0);
    const before = await fingerprint();
    for (const dryRun of ['true', 'false']) {
      const result = await imported(owner, path, file, `?dryRun=${dryRun}`);
      expect(result.rows.filter(({ status }) => status !== 'unchanged')).toEqual([]);
    }
    expect(await fingerprint()).toEqual(before);
  });

  it('shows values as the API does, and no cell is a formula', async () => {
    const { header, rows } = readCsv(Buffer.from(await exported(owner, 'sales/contacts')), 1_000);
    expect(header).toEqual(expect.arrayContaining(['id', 'lastName', 'fullName', 'companyId', 'version', 'custom.textField', 'custom.tagsField']));
    for (const { cells } of rows) for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+@＝]|^\s*-(?![\d.]+$)/);
    const nasty = rows.find(({ cells }) => cells[header.indexOf('lastName')]!.startsWith("'="))!;
    const cell = (name: string) => nasty.cells[header.indexOf(name)];
    expect([cell('phone'), cell('tags'), cell('custom.moneyField'), cell('custom.booleanField'), cell('custom.numberField')]).toEqual(["'+49 30 998877", "'=x; y", '2.50 EUR', 'true', '2.25']);
    const whole = await owner.get(`/api/v1/sales/contacts/export`);
    expect(whole.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(whole.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="contacts.csv"' });
  });
});

describe('An export', () => {
  it('holds what filters, words and fields ask for, and refuses what a list refuses', async () => {
    const { header, rows } = readCsv(Buffer.from(await exported(owner, 'sales/contacts', '?filter[custom.textField]=Alpha quadrant&fields=lastName,custom.integerField')), 10);
    expect([header, ...rows.map(({ cells }) => cells.slice(1))]).toEqual([['id', 'lastName', 'custom.integerField'], ['Plain', '-3']]);
    expect(readCsv(Buffer.from(await exported(owner, 'sales/contacts', '?q=canarya')), 10).rows).toHaveLength(3);
    for (const query of ['?filter[nothing]=1', '?fields=nothing', '?limit=1', '?after=x', '?custom.textField=1']) expect((await owner.get(`${CONTACTS}/export${query}`)).statusCode).toBe(400);
  });

  it('needs its own right, and holds no more than its actor may see', async () => {
    expect(await statuses(`${CONTACTS}/export`)).toEqual({ owner: 200, manager: 200, marketing: 200, rep: 403, support: 403, viewer: 403, suspended: 403, expired: 401, anon: 401 });
    const { header, rows } = readCsv(Buffer.from(await exported(world.as('A', 'marketing'), 'sales/contacts')), 100);
    expect(header).toContain('lastName');
    expect(header).not.toContain('creditLimit');
    expect(rows.map(({ cells }) => cells.join()).join()).not.toContain('CanaryB');
    await grant('marketing', [{ action: 'export', reach: 'own', fields: ['lastName', 'email'] }, { action: 'read' }]);
    const narrowed = readCsv(Buffer.from(await exported(world.as('A', 'marketing'), 'sales/contacts')), 100);
    expect(narrowed).toEqual({ header: ['id', 'lastName', 'email'], rows: [] });
  });

  it('stands in the ledger with filter and count', async () => {
    await exported(owner, 'sales/companies', '?filter[name][startsWith]=Canary&fields=name');
    const { rows } = await administrator(`SELECT actor_id, after FROM ledger_entry WHERE what = 'export.made' AND subject = 'company' ORDER BY id DESC LIMIT 1`);
    expect(rows).toEqual([{ actor_id: world.organizations.A.members.owner, after: { count: 3, filters: [{ field: 'name', operator: 'startsWith', value: 'Canary' }], searched: false, fields: 'name' } }]);
  });

  it('goes on over many pages, each record once', async () => {
    const lines = Array.from({ length: 2_100 }, (_, n) => `Many ${n}`);
    const { id } = world.organizations.A;
    await administrator(`ALTER TABLE team DISABLE TRIGGER USER; INSERT INTO team (organization_id, name, created_at, updated_at) SELECT '${id}', 'Many ' || n, now(), now() FROM generate_series(0, 2099) n; ALTER TABLE team ENABLE TRIGGER USER`);
    const { header, rows } = readCsv(Buffer.from(await exported(owner, 'identity/teams', '?filter[name][startsWith]=Many&fields=name')), 5_000);
    expect(header).toEqual(['id', 'name']);
    expect(new Set(rows.map(({ cells }) => cells[1]))).toEqual(new Set(lines));
    expect(rows).toHaveLength(lines.length);
    await administrator(`ALTER TABLE team DISABLE TRIGGER USER; DELETE FROM team WHERE name LIKE 'Many %'; ALTER TABLE team ENABLE TRIGGER USER`);
  });
});

describe('An import', () => {
  it('makes and changes records by field names or labels, with any delimiter', async () => {
    const [first] = world.organizations.A.contacts;
    const result = await imported(owner, 'sales/contacts', `Id;Last name;email;Own text;custom.moneyField;tags\n${first};Renamed;;Set;7,5;\n;"New; one";new@one.example;Own;12.50 EUR;a; b\n`.replace('7,5', '7.5 EUR').replace('a; b', '"a; b"'));
    expect(result).toMatchObject({ dryRun: false, counts: { created: 1, updated: 1, failed: 0 }, rows: [{ line: 2, status: 'updated', id: first }, { line: 3, status: 'created' }] });
    expect((await owner.get(`${CONTACTS}/${first}`)).json<object>()).toMatchObject({ lastName: 'Renamed', email: null, tags: [], custom: { textField: 'Set', moneyField: { amount: 750, currency: 'EUR' } } });
    expect((await owner.get(`${CONTACTS}/${result.rows[1]!.id}`)).json<object>()).toMatchObject({ lastName: 'New; one', email: 'new@one.example', tags: ['a', 'b'], stage: 'prospect', ownerId: world.organizations.A.members.owner });
  });

  it('tells what is wrong with each row, with its line, and does the others', async () => {
    const [foreign] = world.organizations.B.contacts;
    const [, second] = world.organizations.A.contacts;
    const file = ['id,lastName,email,stage,companyId', ',,a@a.example,,', ',Good,good@a.example,customer,', ',Bad,nobody,nothing,', `${foreign},Theirs,,,`, 'no-id,X,,,', `${second},"Line\nbreak",,,`, ',Twin,good@a.example,,', `${second},Again,,,`, `,Foreign,,,${world.organizations.B.companies[0]}`, ',Long,,,,more'].join('\r\n');
    const { rows, counts } = await imported(owner, 'sales/contacts', file);
    expect(rows.map(({ line, status, errors = [] }) => [line, status, ...errors.map(({ at, rule }) => `${at} ${rule}`)])).toEqual([
      [2, 'failed', 'lastName required'], [3, 'created'], [4, 'failed', 'email email', 'stage choice'], [5, 'failed', ' not-found'], [6, 'failed', ' not-found'], [7, 'failed', 'lastName characters'],
      [9, 'failed', 'email unique'], [10, 'failed', 'id twice'], [11, 'failed', 'companyId reference'], [12, 'failed', ' cells'],
    ]);
    expect(counts).toEqual({ created: 1, updated: 0, unchanged: 0, failed: 9, 'not reached': 0 });
    expect((await world.as('B', 'owner').get(`${CONTACTS}/${foreign}`)).json<object>()).toMatchObject({ lastName: 'Person 0' });
  });

  it('tells it in the language of whoever sent it, as a bulk write does', async () => {
    const say = 'Muss eine E-Mail-Adresse sein, etwa name@example.com.';
    const headers = { 'accept-language': 'de-DE' };
    const tried = await owner.post(`${CONTACTS}/import?dryRun=true`, 'lastName,email\nX,nobody\n', { headers: { ...headers, 'content-type': 'text/csv' } });
    expect(tried.json<Result>().rows[0]!.errors).toEqual([{ at: 'email', rule: 'email', say }]);
    const many = await owner.post(`${CONTACTS}/bulk`, { create: [{ lastName: 'X', email: 'nobody' }, { lastName: 'Y' }] }, { headers });
    expect(many.json<{ results: object[] }>().results).toMatchObject([{ status: 400, detail: 'Einige Angaben können nicht übernommen werden. Berichtigen Sie jede, die genannt ist.', errors: [{ at: 'email', say }] }, { status: 201, data: { lastName: 'Y' } }]);
  });

  it('tells the same when it is only tried, and does nothing', async () => {
    const before = await fingerprint();
    const file = 'lastName,email\nTried,tried@a.example\nTwin,TRIED@a.example\n';
    const tried = await imported(owner, 'sales/contacts', file, '?dryRun=true');
    expect(tried).toMatchObject({ dryRun: true, counts: { created: 1, failed: 1 }, rows: [{ status: 'created' }, { status: 'failed', errors: [{ at: 'email', rule: 'unique' }] }] });
    expect(await fingerprint()).toEqual(before);
    const repeated = await owner.post(`${CONTACTS}/import`, file, { headers: { 'content-type': 'text/csv', 'idempotency-key': 'import-1' } });
    expect(repeated.json<Result>().counts).toMatchObject({ created: 1, failed: 1 });
    expect((await owner.post(`${CONTACTS}/import`, file, { headers: { 'content-type': 'text/csv', 'idempotency-key': 'import-1' } })).body).toBe(repeated.body);
    expect((await administrator(`SELECT after FROM ledger_entry WHERE what = 'import.made' ORDER BY id DESC LIMIT 1`)).rows[0]!.after).toMatchObject({ created: 1, failed: 1 });
  });

  it('does not undo what others have changed since the file was made', async () => {
    const [, , third] = world.organizations.A.contacts;
    const file = await exported(owner, 'sales/contacts', `?filter[id]=${third}&fields=lastName,jobTitle,version`);
    await owner.patch(`${CONTACTS}/${third}`, { lastName: 'Meanwhile' });
    const { rows } = await imported(owner, 'sales/contacts', file.replace(/Person 2/, 'Mine'));
    expect(rows).toMatchObject([{ status: 'failed', errors: [{ at: 'version', rule: 'changed' }] }]);
    expect((await imported(owner, 'sales/contacts', `id,fullName\n${third},Somebody Else`)).rows).toMatchObject([{ status: 'failed', errors: [{ at: 'fullName', rule: 'readOnly' }] }]);
  });

  it('needs its own right, and each row that of its actor', async () => {
    const send = (actor: ActorName) => world.as('A', actor).post(`${CONTACTS}/import`, 'lastName\nX', { headers: { 'content-type': 'text/csv' } });
    for (const [actor, status] of [['manager', 200], ['rep', 403], ['marketing', 403], ['viewer', 403], ['suspended', 403], ['expired', 401], ['anon', 401]] as const) expect([actor, (await send(actor)).statusCode]).toEqual([actor, status]);
    await grant('support-agent', [{ action: 'read' }, { action: 'import' }, { action: 'update', fields: ['phone'] }]);
    const support = world.as('A', 'support');
    const [first] = world.organizations.A.contacts;
    const result = await imported(support, 'sales/contacts', `id,phone,lastName\n${first},+49 30 555,Changed\n,,New\n${first!.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))},1,x`);
    expect(result.rows.map(({ errors }) => errors![0]!.rule)).toEqual(['forbidden', 'forbidden', 'not-found']);
    expect((await imported(support, 'sales/contacts', `id,phone\n${first},+49 30 555`)).counts.updated).toBe(1);
    expect((await owner.post(`${CONTACTS}/import`, 'creditLimit\n1 EUR', { headers: { 'content-type': 'text/csv' } })).statusCode).toBe(200);
    expect((await world.as('A', 'support').post(`${CONTACTS}/import`, 'creditLimit\n1 EUR', { headers: { 'content-type': 'text/csv' } })).statusCode).toBe(400);
  });

  it('is refused whole where its columns are not known, the file is none or too long, and CSV is taken nowhere else', async () => {
    const send = (file: string, type = 'text/csv', url = `${CONTACTS}/import`) => owner.post(url, file, { headers: { 'content-type': type } });
    expect((await send('lastNam,__proto__,constructor,lastName,last name\nx')).json()).toMatchObject({ status: 400, errors: [{ at: 'lastNam', say: expect.stringContaining('lastName') as string }, { at: '__proto__' }, { at: 'constructor' }, { at: 'lastName', rule: 'twice' }] });
    expect((await send('')).statusCode).toBe(400);
    expect((await send(`lastName\n${'x\n'.repeat(LARGEST_IMPORT + 1)}`)).statusCode).toBe(422);
    expect((await send(`lastName\n${'x'.repeat(1_100_000)}`)).statusCode).toBe(413);
    expect((await send('{}', 'application/json')).statusCode).toBe(400);
    expect((await send('a,b', 'text/csv', CONTACTS)).statusCode).toBe(415);
    expect((await send('lastName\nX', 'text/csv', `${CONTACTS}/import?dryRun=maybe`)).statusCode).toBe(400);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });
});

async function made(answer: ReturnType<Caller['post']>): Promise<void> {
  const { statusCode, body } = await answer;
  if (statusCode !== 201) throw new Error(body);
}

async function exported(caller: Caller, path: string, query = ''): Promise<string> {
  const answer = await caller.get(`/api/v1/${path}/export${query}`);
  expect({ path, status: answer.statusCode, body: answer.statusCode === 200 ? '' : answer.body }).toEqual({ path, status: 200, body: '' });
  return answer.body;
}

async function imported(caller: Caller, path: string, file: string, query = ''): Promise<Result> {
  const answer = await caller.post(`/api/v1/${path}/import${query}`, file, { headers: { 'content-type': 'text/csv' } });
  expect({ path, status: answer.statusCode, body: answer.statusCode === 200 ? '' : answer.body }).toEqual({ path, status: 200, body: '' });
  return answer.json<Result>();
}

async function statuses(url: string): Promise<Record<string, number>> {
  const answers: Record<string, number> = {};
  for (const actor of ['owner', 'manager', 'marketing', 'rep', 'support', 'viewer', 'suspended', 'expired', 'anon'] as const) answers[actor] = (await world.as('A', actor).get(url)).statusCode;
  return answers;
}

/** All rows of all nouns, whoever's. */
async function fingerprint(): Promise<unknown[]> {
  const sums = world.app.get(Registry).resources.map(({ table }) => `SELECT '${table}' AS name, count(*), md5(string_agg(t::text, '|' ORDER BY id)) AS sum FROM "${table}" t`);
  return (await administrator(`${sums.join(' UNION ALL ')} ORDER BY name`)).rows;
}

async function grant(role: string, rights: { action: string; reach?: string; fields?: string[] }[]): Promise<void> {
  const whole = rights.map((right) => ({ resource: 'contact', reach: 'all', fields: null, groups: [], masked: [], where: null, deny: false, ...right }));
  await administrator(`UPDATE role SET rights = '${JSON.stringify(whole)}' WHERE organization_id = '${world.organizations.A.id}' AND key = '${role}'`);
  world.get(Gate).forget();
}

function administrator(sql: string) {
  return world.database.pool(world.database.administratorUrl).query<Record<string, unknown>>(sql);
}
