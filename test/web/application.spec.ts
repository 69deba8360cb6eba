import { vi } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { givePasswords, PASSWORD } from '#test/identity/people.js';
import { Acceptance } from '#sales/quotations/acceptance.js';
import { freePort } from '#test/identity/sso-world.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';
import { barriers, chromiumPath, launch } from './browser.js';
import { webRoot } from './serve-web.js';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true } as const;
const XSS = ['<img src=x onerror="__executed(1)">', '"><script>__executed(2)</script>', 'javascript:__executed(3)', '<svg/onload=__executed(4)>', "'-__executed(5)-'", '{{constructor.constructor("__executed(6)")()}}'];

const suite = chromiumPath ? describe : describe.skip;

suite(chromiumPath ? 'The application' : 'The application (skipped: chromium is not installed, see TEST_CHROMIUM)', () => {
  let world: TwoTenants;
  let browser: Browser;
  let origin: string;
  const complaints: string[] = [];
  const executed: string[] = [];

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    world = await TwoTenants.create({ PUBLIC_URL: origin, WEB_ROOT: webRoot });
    await givePasswords(world, 'A', ['manager']);
    await world.app.listen(port, '127.0.0.1');
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
    context.setDefaultTimeout(30_000);
    await context.exposeFunction('__complain', (text: string) => complaints.push(text));
    await context.exposeFunction('__executed', (which: string) => executed.push(which));
    await context.addInitScript("addEventListener('securitypolicyviolation', (e) => __complain('policy: ' + e.violatedDirective + ' ' + e.blockedURI))");
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
      // A refusal that the page shows is written to the console by the browser itself.
      if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource')) complaints.push(`${message.type()}: ${message.text()}`);
    });
    await page.goto(origin + path);
    return page;
  }

  async function signIn(page: Page): Promise<void> {
    await page.locator('input[name=email]').fill('manager@tenant-a.test');
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  }

  let page: Page;

  it('asks who is there, and leads on to where one was going', async () => {
    page = await open('/sales/contacts');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.locator('input[name=email]').fill('manager@tenant-a.test');
    await page.locator('input[name=password]').fill('not this one');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await signIn(page);
    await page.getByRole('grid', { name: 'Contacts' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/sales/contacts');
  });

  it('shows the records of this organisation alone, without a barrier', async () => {
    await page.getByRole('row').nth(2).waitFor();
    const text = await page.locator('main').innerText();
    expect(text).not.toContain(world.organizations.B.canary);
    expect(await barriers(page)).toEqual([]);
  });

  it('makes a contact by keyboard alone, and shows each fault at its field', async () => {
    await page.getByRole('grid').focus();
    await page.keyboard.press('c');
    await page.getByRole('combobox', { name: 'Search and commands' }).fill('New Contact');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New Contact' });
    await dialog.getByLabel('Email').fill('nobody');
    await page.keyboard.press('Enter');
    await dialog.getByText('Must be one e-mail address such as name@example.com.').waitFor();
    await dialog.getByText('Must not be empty.').waitFor();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByLabel('Last name').fill(XSS[0]!);
    await dialog.getByLabel('First name').fill(XSS[1]!);
    await dialog.getByLabel('Email').fill('ada@example.com');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/sales\/contacts\/[0-9a-f-]{36}$/);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(`${XSS[1]} ${XSS[0]}`);
  });

  it('edits where it stands, keeps what others save meanwhile, and asks only when both changed the same', async () => {
    const id = page.url().split('/').at(-1)!;
    const others = world.as('A', 'admin');
    const details = page.getByRole('region', { name: 'Details' });
    await details.getByRole('button', { name: 'Edit: Job title' }).click();
    await others.patch(`/api/v1/sales/contacts/${id}`, { phone: '+44 20 7946 0958' });
    await details.getByRole('textbox', { name: 'Job title' }).fill(XSS[3]!);
    await page.keyboard.press('Enter');
    await details.getByText(XSS[3]!).waitFor();
    await details.getByText('+44 20 7946 0958').waitFor();

    await details.getByRole('button', { name: 'Edit: Job title' }).click();
    await others.patch(`/api/v1/sales/contacts/${id}`, { jobTitle: 'Theirs' });
    await details.getByRole('textbox', { name: 'Job title' }).fill('Mine');
    await page.keyboard.press('Enter');
    const conflict = page.getByRole('dialog', { name: 'Changed by somebody else' });
    await conflict.getByText('Theirs', { exact: true }).first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await conflict.getByRole('button', { name: 'Keep mine' }).click();
    await details.getByText('Mine', { exact: true }).waitFor();
    expect(((await others.get(`/api/v1/sales/contacts/${id}`)).json() as { jobTitle: string }).jobTitle).toBe('Mine');
    expect(await barriers(page)).toEqual([]);
  });

  it('shows who changed what in the timeline', async () => {
    await page.getByRole('region', { name: 'Timeline' }).getByText('Mine').first().waitFor();
  });

  it('deletes without asking, and takes it back', async () => {
    const heading = await page.getByRole('heading', { level: 1 }).innerText();
    await page.locator('main').getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
    await page.getByRole('status', { name: 'News' }).getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  });

  it('merges another into it with the values that were chosen, and leads from the old address to it', async () => {
    const heading = await page.getByRole('heading', { level: 1 }).innerText();
    const twin = (await world.as('A', 'manager').post('/api/v1/sales/contacts', { lastName: 'Twin', email: 'twin@example.com', phone: '+44 20 7946 0100' })).json<{ id: string }>();
    await page.locator('main').getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Merge contacts' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'The same as' }).fill('Twin');
    await page.getByRole('option', { name: 'Twin' }).click();
    await dialog.getByRole('group', { name: 'Phone' }).getByRole('radio').nth(1).check();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByRole('region', { name: 'Details' }).getByText('+44 20 7946 0100').waitFor();
    await page.goto(`${origin}/sales/contacts/${twin.id}`);
    await page.waitForURL(({ pathname }) => !pathname.endsWith(twin.id));
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  });

  it('finds by the address what a view showed, edits a cell and selects by keyboard', async () => {
    await page.goto(`${origin}/sales/contacts?where=${encodeURIComponent(JSON.stringify({ any: false, filters: [{ field: 'lastName', operator: 'eq', value: XSS[0] }] }))}`);
    const grid = page.getByRole('grid', { name: 'Contacts' });
    await grid.getByText('ada@example.com').waitFor();
    expect(await page.getByRole('gridcell', { name: 'ada@example.com' }).count()).toBe(1);
    await grid.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Email', exact: true }).fill('ada.l@example.com');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    await expect.poll(async () => ((await world.as('A', 'admin').get('/api/v1/sales/contacts?filter[email]=ada.l@example.com')).json() as { data: unknown[] }).data.length).toBe(1);
    await grid.focus();
    await page.keyboard.press('x');
    await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  it('A6 writes a quote, issues and sends it, and the customer accepts it by the link', async () => {
    const [companyId] = world.organizations.A.companies;
    const { id } = (await world.as('A', 'manager').post('/api/v1/sales/quotations', { name: XSS[0], companyId })).json<{ id: string }>();
    await page.goto(`${origin}/sales/quotations/${id}`);
    await page.getByRole('button', { name: 'Add a line' }).click();
    await page.getByLabel('What, line 1').fill(XSS[3]!);
    await page.getByLabel('Quantity, line 1').fill('16');
    await page.getByLabel('Price of one, line 1').fill('348.35');
    await page.getByLabel('Discount %, line 1').fill('4');
    await page.getByRole('region', { name: 'Lines' }).getByText('€5,350.66').first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add a line' }).click();
    await page.getByRole('button', { name: 'Save the lines' }).click();
    await page.getByText(/^line 2, .*Say what it is, or name a product\.$/).waitFor();
    await page.getByRole('button', { name: 'Remove, line 2' }).click();
    await page.getByRole('button', { name: 'Save the lines' }).click();
    await page.getByText('The lines are saved').first().waitFor();
    expect((await world.as('A', 'manager').get(`/api/v1/sales/quotation-lines?filter[quotationId]=${id}`)).json<{ data: object[] }>().data).toHaveLength(1);
    await page.getByRole('button', { name: 'Issue quote' }).click();
    await page.getByRole('button', { name: 'Send quote' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send quote' });
    await dialog.getByLabel('To').fill('buyer@example.com');
    await dialog.getByRole('button', { name: 'Send quote' }).click();
    await page.getByText('sent the quote to the customer').waitFor();

    const link = await world.inside('A', (tenancy) => tenancy.transaction(() => world.get(Acceptance).newLink(id)));
    const customer = await open(`/quote#${link}`, phone);
    await customer.getByRole('heading', { name: XSS[0]! }).waitFor();
    expect([customer.url(), await barriers(customer)]).toEqual([`${origin}/quote`, []]);
    await customer.getByLabel('Your name').fill('Ada Buyer');
    await customer.getByRole('button', { name: 'Accept for €5,350.66' }).click();
    await customer.getByText('Accepted by Ada Buyer').waitFor();
    await customer.context().close();
    expect((await world.as('A', 'manager').get(`/api/v1/sales/quotations/${id}`)).json()).toMatchObject({ state: 'accepted' });
  });

  it('works through the lead inbox by keyboard alone, links who is known, and shows what a lead became that somebody else converted', async () => {
    const others = world.as('A', 'manager');
    const post = async (path: string, body: object) => ((await others.post(`/api/v1/sales/${path}`, body)).json() as { id: string }).id;
    const anna = await post('contacts', { firstName: 'Anna', lastName: 'Berg', email: 'anna@umbra.example' });
    const [known, other] = [await post('leads', { lastName: 'Known', companyName: 'Umbra', email: 'anna@umbra.example' }), await post('leads', { lastName: 'Other', companyName: 'Umbra' })];
    await page.goto(`${origin}/sales/leads?as=inbox&sort=lastName&where=${encodeURIComponent(JSON.stringify({ any: false, filters: [{ field: 'companyName', operator: 'eq', value: 'Umbra' }] }))}`);
    await page.getByRole('listbox', { name: 'Lead inbox' }).focus();
    await page.getByRole('region', { name: 'Known' }).getByText('Anna Berg').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('region', { name: 'Other' }).getByRole('button', { name: 'Convert' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('k');
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'Convert Known' });
    await dialog.getByRole('radio', { name: /Link to Anna Berg/, checked: true }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/sales\/opportunities\/[0-9a-f-]{36}$/);
    const converted = (await others.get(`/api/v1/sales/leads/${known}`)).json() as { contactId: string; opportunityId: string };
    expect([converted.contactId, page.url().split('/').at(-1)]).toEqual([anna, converted.opportunityId]);

    await page.goBack();
    await page.getByRole('option', { name: /Other/ }).click();
    await page.getByRole('region', { name: 'Other' }).getByRole('button', { name: 'Convert' }).click();
    await page.getByRole('dialog', { name: 'Convert Other' }).getByRole('checkbox', { name: 'Make a deal' }).uncheck();
    await others.post(`/api/v1/sales/leads/${other}/convert`, {});
    await page.getByRole('button', { name: 'Convert without a deal' }).click();
    await page.getByRole('dialog', { name: 'It is converted already' }).getByRole('link', { name: /Umbra.*Opportunity/ }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  const places = ['/', '/sales/dashboard', '/sales/forecast', '/sales/opportunities?as=board', '/sales/contacts?as=board', '/sales/leads?as=inbox', '/sales/activities?as=calendar', '/settings/security', '/settings/sessions', '/settings/identity/members', '/identity/roles', '/settings/integration/webhook-subscriptions', '/settings/customization/custom-fields', '/automation/workflows'];
  it.each([['on a phone, dark', { ...phone, colorScheme: 'dark' }, '390', 'en'], ['in Arabic, from right to left', {}, '1440', 'ar']] as const)('has no barrier %s, and does not scroll sideways', async (_how, options, width, language) => {
    expect((await world.as('A', 'manager').patch('/api/v1/me', { language })).statusCode).toBe(200);
    const other = await open('/sign-in', options as BrowserContextOptions);
    await signIn(other);
    await other.locator(`html[lang=${language}]`).waitFor();
    for (const path of places) {
      await other.goto(origin + path);
      await other.locator('main h1').first().waitFor();
      await other.waitForLoadState('networkidle');
      expect({ path, barriers: await barriers(other) }).toEqual({ path, barriers: [] });
      expect({ path, wide: await other.evaluate('String(document.documentElement.scrollWidth)') }).toEqual({ path, wide: width });
    }
    await other.context().close();
  });

  it('ran no script that somebody wrote into a field, and complained of nothing', () => {
    expect(executed).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
