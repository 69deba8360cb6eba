import { vi } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { givePasswords, PASSWORD } from '#test/identity/people.js';
import { freePort } from '#test/identity/sso-world.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';
import { chromiumPath, focus, launch, visit } from './browser.js';
import { webRoot } from './serve-web.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SALES = '/api/v1/sales';
/** More stops than any page has: whoever presses Tab so often goes round in a trap. */
const MOST_STOPS = 150;

const suite = chromiumPath ? describe : describe.skip;

suite(chromiumPath ? 'A day by keyboard alone' : 'A day by keyboard alone (skipped: chromium is not installed, see TEST_CHROMIUM)', () => {
  let world: TwoTenants;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let deal: string;

  beforeAll(async () => {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    world = await TwoTenants.create({ PUBLIC_URL: url, WEB_ROOT: webRoot });
    await givePasswords(world, 'A', ['manager']);
    await world.app.listen(port, '127.0.0.1');
    await made('leads', { firstName: 'Lea', lastName: 'Prospect', companyName: 'Umbra' });
    deal = await made('opportunities', { name: 'Pumps for Umbra', amount: { amount: 100_000, currency: 'EUR' } });
    await made('quotations', { name: 'Offer for Umbra', companyId: world.organizations.A.companies[0] });
    browser = await launch();
    ({ page, complaints } = await visit(browser, { url }, '/sign-in'));
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  async function made(plural: string, body: object): Promise<string> {
    const { statusCode, body: text } = await world.as('A', 'manager').post(`${SALES}/${plural}`, body);
    if (statusCode !== 201) throw new Error(text);
    return (JSON.parse(text) as { id: string }).id;
  }
  const read = async <T>(path: string) => (await world.as('A', 'manager').get(`${SALES}/${path}`)).json<T>();

  async function keys(...all: string[]): Promise<void> {
    for (const key of all) await page.keyboard.press(key);
  }
  const type = (text: string) => page.keyboard.insertText(text);

  /** Presses Tab until what is named has the focus; every stop on the way must be seen. */
  async function tabTo(name: string | RegExp, way: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed: string[] = [];
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      await page.keyboard.press(way);
      const at = await focus(page);
      if (at.isLost) continue;
      if (!at.isShown) throw new Error(`Nobody sees that "${at.name}" has the focus, after ${passed.join(' → ')}`);
      if (typeof name === 'string' ? at.name === name : name.test(at.name)) return;
      passed.push(at.name.slice(0, 40));
    }
    throw new Error(`"${String(name)}" is not reached: ${passed.join(' → ')}`);
  }
  async function focused(name: string | RegExp): Promise<void> {
    const now = expect.poll(async () => (await focus(page)).name);
    await (typeof name === 'string' ? now.toBe(name) : now.toMatch(name));
  }

  async function command(text: string): Promise<void> {
    await keys('Control+k');
    await focused('Search and commands');
    await type(text);
    await page.getByRole('option', { name: text }).first().waitFor();
    await keys('Enter');
  }

  it('signs in', async () => {
    await focused('E-mail address');
    await type('manager@tenant-a.test');
    await keys('Tab');
    await type(PASSWORD);
    await keys('Enter');
    await page.getByRole('navigation', { name: 'Navigation' }).waitFor();
  });

  it('creates a contact, edits a field where it stands, and comes back to where it was', async () => {
    await command('New Contact');
    await focused('First name');
    await type('Ada');
    await tabTo('Last name');
    await type('Lovelace');
    await keys('Enter');
    await page.getByRole('heading', { level: 1, name: 'Ada Lovelace' }).waitFor();
    expect((await focus(page)).isLost).toBe(false);
    await tabTo('Edit: Job title');
    await keys('Enter');
    await focused('Job title');
    await type('Countess');
    await keys('Enter');
    await page.getByRole('region', { name: 'Details' }).getByText('Countess').waitFor();
    await focused('Edit: Job title');
    await keys('Enter', 'Escape');
    await focused('Edit: Job title');
  });

  it('logs a call, writes a note, plans a task and ticks it off', async () => {
    const story = page.getByRole('region', { name: 'Timeline' });
    await tabTo('Note');
    await keys('ArrowRight', 'Space');
    await tabTo('Topic');
    await type('Agreed on a demonstration');
    await keys('Enter');
    await story.getByRole('link', { name: 'Agreed on a demonstration' }).waitFor();
    await focused('Topic');
    await tabTo('Call', 'Shift+Tab');
    await keys('ArrowLeft', 'Space', 'Tab');
    await focused('Note');
    await type('Likes engines');
    await keys('Control+Enter');
    await story.getByText('Likes engines').first().waitFor();
    await tabTo('Note', 'Shift+Tab');
    await keys('ArrowLeft', 'Space');
    await tabTo('Topic');
    await type('Send the plans');
    await keys('Enter');
    await focused('Topic');
    await tabTo('Complete activity: Send the plans');
    await keys('Enter');
    await focused('Send the plans');
    await expect.poll(async () => (await read<{ data: { state: string }[] }>('activities?filter[title]=Send the plans')).data[0]?.state).toBe('done');
  });

  it('asks for more in a menu, thinks better of it, and stands at the button of the menu', async () => {
    await tabTo('More');
    await keys('Enter');
    await page.getByRole('menuitem', { name: 'Merge contacts' }).waitFor();
    for (let step = 0; step < 8 && (await focus(page)).name !== 'Merge contacts'; step++) await keys('ArrowDown');
    await keys('Enter');
    await page.getByRole('dialog', { name: /^Merge into/ }).waitFor();
    await focused('The same as');
    await keys('Escape');
    await focused('More');
  });

  it('converts a lead through its dialog', async () => {
    await command('Lea Prospect');
    await page.getByRole('heading', { level: 1, name: 'Lea Prospect' }).waitFor();
    await tabTo('Convert');
    await keys('Enter');
    await focused('Convert and make the deal');
    await keys('Enter');
    await page.waitForURL(/\/sales\/opportunities\/[0-9a-f-]{36}$/);
    expect((await focus(page)).isLost).toBe(false);
  });

  it('moves a deal on the board and takes it back', async () => {
    const before = (await read<{ stageId: string }>(`opportunities/${deal}`)).stageId;
    await command('Opportunities');
    await page.getByRole('grid', { name: 'Opportunities' }).waitFor();
    await tabTo('Board');
    await keys('Enter');
    await page.getByRole('group', { name: 'Pumps for Umbra' }).waitFor();
    await tabTo('Pumps for Umbra');
    for (const key of ['Space', 'ArrowRight', 'Space']) {
      await keys(key);
      // As a hand would: what is lifted hears the keys only after it is lifted.
      await page.waitForTimeout(100);
    }
    await page.getByRole('status', { name: 'News' }).getByText(/^Moved to/).waitFor();
    await expect.poll(async () => (await read<{ stageId: string }>(`opportunities/${deal}`)).stageId).not.toBe(before);
    await focused('Pumps for Umbra');
    await keys('Control+z');
    await expect.poll(async () => (await read<{ stageId: string }>(`opportunities/${deal}`)).stageId).toBe(before);
  });

  it('writes a line of a quote', async () => {
    await command('Offer for Umbra');
    await page.getByRole('heading', { level: 1, name: 'Offer for Umbra' }).waitFor();
    await tabTo('Add a line');
    await keys('Enter');
    await focused('What, line 1');
    await type('Pump');
    await tabTo('Quantity, line 1');
    await type('2');
    await tabTo('Price of one, line 1');
    await type('99.5');
    await tabTo('Save the lines', 'Shift+Tab');
    await keys('Enter');
    await page.getByText('The lines are saved').waitFor();
    await focused('Add a line');
  });

  it('narrows a list, takes the filter away, selects and deletes, and takes that back', async () => {
    await command('Contacts');
    await page.getByRole('grid', { name: 'Contacts' }).waitFor();
    await tabTo('Filter');
    await keys('Enter');
    await page.getByRole('menuitem', { name: 'Last name' }).waitFor();
    for (let step = 0; step < 40 && (await focus(page)).name !== 'Last name'; step++) await keys('ArrowDown');
    await keys('Enter');
    await focused('Value of Last name');
    await type('Lovelace');
    await page.getByRole('grid', { name: 'Contacts' }).and(page.locator('[aria-rowcount="1"]')).waitFor();
    await tabTo('Contacts');
    await keys('x');
    await tabTo('Delete');
    await keys('Enter');
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await keys('Control+z');
    await page.getByRole('gridcell', { name: 'Ada Lovelace' }).waitFor();
    await tabTo('Remove the filter Last name', 'Shift+Tab');
    await keys('Enter');
    await focused('Filter');
  });

  it('reads the notifications, goes to the settings and signs out', async () => {
    await tabTo(/^(?:Notifications|\d+ unread)/);
    await keys('Enter');
    await page.getByRole('dialog', { name: 'Notifications' }).waitFor();
    await keys('Escape');
    await focused(/^(?:Notifications|\d+ unread)/);
    await command('Devices');
    await page.getByRole('heading', { name: 'Devices' }).waitFor();
    await tabTo(/^You: /);
    await keys('Enter', 'ArrowUp');
    await focused('Sign out');
    await keys('Enter');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await focused('E-mail address');
    expect(complaints).toEqual([]);
  });
});
