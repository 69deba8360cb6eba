import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { vi } from 'vitest';
import { declaredParts, differencesBetween, foundParts } from '../../apps/console/schema/catalogue.js';
import { migrationFiles, planMigration } from '../../apps/console/schema/migration.js';
import { typeNames } from '#kernel/field/types.js';
import { givePasswords, PASSWORD } from '#test/identity/people.js';
import { freePort } from '#test/identity/sso-world.js';
import { barriers, chromiumPath, launch, visit } from '#test/web/browser.js';
import { webRoot } from '#test/web/serve-web.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';
import { FEATURES, productRegistry } from '../../apps/product.js';
import { VisitModule } from './five-minutes/visit.module.js';

vi.setConfig({ testTimeout: 60_000 });

/** Whoever tries the guide alone need not have built the pages. */
const showsPages = chromiumPath !== undefined && existsSync(join(webRoot, 'index.html'));
const root = join(import.meta.dirname, '../../..');
const guide = readFileSync(join(root, 'docs/nouns-and-verbs.md'), 'utf8');
/** Code of the guide, by the file that its first line names. */
const blocks = new Map([...guide.matchAll(/```ts\n\/\/ (libs\/crm\/visit\/\S+)\n([^`]*)```/g)].map(([, file, code]) => [file!.replace('libs/crm/visit/', ''), code!]));

describe('docs/nouns-and-verbs.md', () => {
  it.each(['visit.ts', 'close-visit.ts', 'visit-rules.ts', 'visit.module.ts'])('shows %s as it is tried here', (file) => {
    expect(blocks.get(file)).toBe(readFileSync(join(root, 'test/explain/five-minutes', file), 'utf8'));
  });

  it('lists every type of field that a noun can declare, with the file of its decorator', () => {
    const rows = [...guide.matchAll(/^\| `@(\w+)[^|]*\| `(\S+)`(?: or `(\S+)`)? \|.*`(libs\/kernel\/field\/[\w-]+\.ts)` \|$/gm)];
    expect(new Set(rows.flatMap(([, , first, second]) => (second ? [first, second] : [first])))).toEqual(new Set([...typeNames, 'joined']));
    for (const [, decorator, , , file] of rows) expect([file, readFileSync(join(root, file!), 'utf8')]).toEqual([file, expect.stringMatching(new RegExp(`export (const|function) ${decorator}\\b`))]);
  });

  it('names only files, folders and commands that are there', () => {
    const paths = [...guide.matchAll(/`((?:libs|apps|test|docs|tools)\/[\w./-]+)`/g)].map(([, path]) => path!).filter((path) => !path.startsWith('libs/crm/visit'));
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    expect([...guide.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!).filter((name) => !scripts[name])).toEqual([]);
  });
});

describe('The noun and the verb of the guide', () => {
  let world: TwoTenants;
  let url: string;
  let port: number;

  beforeAll(async () => {
    FEATURES.push(VisitModule);
    port = await freePort();
    url = `http://localhost:${port}`;
    world = await TwoTenants.create({ PUBLIC_URL: url, ...(showsPages && { WEB_ROOT: webRoot }) });
    await bringSchema();
  });
  afterAll(() => world.close());

  /** What `npm run migration:new add-visits` writes, run as a release runs it. */
  async function bringSchema(): Promise<void> {
    const [administrator, owner] = [world.database.administratorUrl, world.database.ownerUrl].map((connectionString) => new pg.Client({ connectionString }));
    await Promise.all([administrator!.connect(), owner!.connect()]);
    const registry = productRegistry();
    const plan = planMigration(differencesBetween(await declaredParts(administrator!, registry), await foundParts(administrator!, registry)), registry);
    expect(plan.refused).toEqual([]);
    const files = migrationFiles(plan, 'add-visits', Date.now());
    expect(files.map(({ sql }) => sql).join('\n')).toContain('-- Visit, declared in test/explain/five-minutes/visit.ts\nCREATE TABLE "visit"');
    for (const { sql } of files) await owner!.query(sql);
    await Promise.all([administrator!.end(), owner!.end()]);
  }

  it('are there: table, routes, rights, rules, search, document', async () => {
    const { companies } = world.organizations.A;
    const [rep, other, manager] = [world.as('A', 'rep'), world.as('A', 'otherRep'), world.as('A', 'manager')];
    const made = await rep.post('/api/v1/sales/visits', { purpose: 'Show the new model', companyId: companies[0], plannedFor: '2026-05-04' });
    expect([made.statusCode, made.body]).toEqual([201, expect.any(String)]);
    const { id, course } = made.json<{ id: string; course: string }>();
    expect(course).toBe('planned');
    const at = `/api/v1/sales/visits/${id}`;

    const wrong = await rep.post('/api/v1/sales/visits', { purpose: '', companyId: companies[0], plannedFor: 'soon', colour: 'red' });
    expect([wrong.statusCode, wrong.json<{ errors: { at: string }[] }>().errors.map((error) => error.at).sort()]).toEqual([400, ['colour', 'plannedFor', 'purpose']]);
    expect((await rep.patch(at, { expenses: '12 EUR' })).statusCode).toBe(400);
    expect((await other.get(at)).statusCode).toBe(404);
    expect((await world.as('B', 'owner').get(at)).statusCode).toBe(404);
    expect((await world.as('A', 'support').get(at)).statusCode).toBe(404);

    const links = (await rep.get(at)).json<{ _links: object }>()._links;
    expect(links).toMatchObject({ close: { href: `${at}/close`, method: 'POST' }, update: { href: at, method: 'PATCH' } });
    expect(links).not.toHaveProperty('delete');
    const silent = await rep.patch(at, { course: 'closed' });
    expect([silent.statusCode, silent.json<{ errors: object[] }>().errors]).toEqual([400, [{ at: 'report', rule: 'report', say: 'Say what came of the visit before you close it.' }]]);
    expect((await rep.post(`${at}/close`, {})).json<{ errors: { at: string }[] }>().errors[0]!.at).toBe('report');
    const closed = await rep.post(`${at}/close`, { report: 'They will buy two.' });
    expect([closed.statusCode, closed.json()]).toEqual([200, expect.objectContaining({ course: 'closed', report: 'They will buy two.' })]);
    expect((await rep.patch(at, { course: 'planned' })).json<{ errors: { rule: string }[] }>().errors[0]!.rule).toBe('move');
    expect((await world.as('A', 'support').get(at)).statusCode).toBe(200);

    const facts = await world.inside('A', (tenancy) => tenancy.read<{ what: string; after: object }>({ text: `SELECT what, after FROM ledger_entry WHERE organization_id = $1 AND subject = 'visit' AND kind = 'fact'`, values: [world.organizations.A.id] }));
    expect(facts).toEqual([{ what: 'visit.closed', after: { companyId: companies[0] } }]);
    for (const query of ['filter[course]=closed', 'q=model', 'filter[company.name][startsWith]=CanaryA', 'sort=-plannedFor']) {
      const list = await manager.get(`/api/v1/sales/visits?${query}`);
      expect([query, list.json<{ data: { id: string }[] }>().data.map((visit) => visit.id)]).toEqual([query, [id]]);
    }
    const paths = (await rep.get('/api/openapi.json')).json<{ paths: object }>().paths;
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/api/v1/sales/visits', '/api/v1/sales/visits/{id}/close']));
    const { resources } = (await rep.get('/api/v1/meta')).json<{ resources: { name: string; actions: { name: string }[] }[] }>();
    expect(resources.find(({ name }) => name === 'visit')!.actions).toEqual([expect.objectContaining({ name: 'close' })]);
  });

  it('go with the company they belong to, as the reference says', async () => {
    const owner = world.as('A', 'owner');
    const company = (await owner.post('/api/v1/sales/companies', { name: 'Short-lived' })).json<{ id: string }>().id;
    const visit = (await owner.post('/api/v1/sales/visits', { purpose: 'Say farewell', companyId: company })).json<{ id: string }>().id;
    expect((await owner.delete(`/api/v1/sales/companies/${company}`)).statusCode).toBe(204);
    expect((await owner.get(`/api/v1/sales/visits/${visit}`)).statusCode).toBe(404);
  });

  it.skipIf(!showsPages)('show in the application without a line of web code: menu, list, form, record, verb, history', async () => {
    await givePasswords(world, 'A', ['owner']);
    await world.app.listen(port, '127.0.0.1');
    const browser = await launch();
    const { page, complaints } = await visit(browser, { url }, '/sign-in');
    await page.getByLabel('E-mail address').fill('owner@tenant-a.test');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');

    await page.getByRole('navigation', { name: 'Navigation' }).getByRole('link', { name: 'Visits' }).click();
    await page.getByRole('gridcell', { name: 'Show the new model' }).waitFor();
    expect(await page.getByRole('columnheader').allInnerTexts()).toEqual(['Purpose', 'Company', 'Planned for', 'Course', 'Owner']);

    await page.getByRole('button', { name: 'New Visit' }).click();
    const form = page.getByRole('dialog', { name: 'New Visit' });
    await form.getByRole('button', { name: /more fields?/ }).click();
    await form.getByLabel('Purpose').fill('Sign the contract');
    await form.getByLabel('Expenses').fill('120.50');
    await form.getByRole('button', { name: 'Create Visit' }).click();
    await form.getByRole('alert').first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await form.getByLabel('Company').fill('works 1');
    await form.getByRole('option', { name: 'CanaryA works 1' }).click();
    await form.getByLabel('Planned for').fill('2026-05-04');
    await form.getByRole('button', { name: 'Create Visit' }).click();

    await page.getByRole('heading', { level: 1, name: 'Sign the contract' }).waitFor();
    const details = page.getByRole('region', { name: 'Details' });
    for (const value of ['CanaryA works 1', '4 May 2026', 'Planned', '€120.50']) await details.getByText(value, { exact: true }).waitFor();
    await details.getByRole('button', { name: 'Edit: Planned for' }).click();
    await details.getByLabel('Planned for').fill('2026-05-11');
    await page.keyboard.press('Enter');
    await details.getByText('11 May 2026').waitFor();
    await page.getByRole('button', { name: 'Close visit' }).click();
    const verb = page.getByRole('dialog', { name: 'Close visit' });
    await verb.getByLabel('Report').fill('Signed.');
    await verb.getByRole('button', { name: 'Close visit' }).click();
    await details.getByText('Closed', { exact: true }).waitFor();
    const story = page.getByRole('list', { name: 'Timeline' });
    for (const told of [/closed the visit/, 'Planned for']) await story.getByText(told).first().waitFor();
    // The form without a company was refused, and the browser says so.
    expect([await barriers(page), complaints.filter((each) => !each.endsWith('/api/v1/sales/visits'))]).toEqual([[], []]);
    await browser.close();
  });
});
