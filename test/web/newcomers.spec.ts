import { vi } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { freePort } from '#test/identity/sso-world.js';
import { Newcomers, PASSWORD } from '#test/onboarding/newcomers.js';
import { barriers, chromiumPath, launch, visit } from './browser.js';
import { webRoot } from './serve-web.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: 'dark' } as const;
const suite = chromiumPath ? describe : describe.skip;

suite(chromiumPath ? 'The first day of an organisation' : 'The first day of an organisation (skipped: chromium is not installed, see TEST_CHROMIUM)', () => {
  let newcomers: Newcomers;
  let browser: Browser;
  let url: string;
  let [ada, bob]: string[] = [];
  let desk: Page;
  let pocket: Page;
  const complaints: string[][] = [];

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    newcomers = await Newcomers.create({ PUBLIC_URL: url, WEB_ROOT: webRoot });
    [ada, bob] = [newcomers.address('ada'), newcomers.address('bob')];
    await newcomers.world.app.listen(port, '127.0.0.1');
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await newcomers?.close();
  });

  async function open(path: string, options?: BrowserContextOptions): Promise<Page> {
    const { page, complaints: own } = await visit(browser, { url }, path, options);
    page.setDefaultTimeout(12_000);
    complaints.push(own);
    return page;
  }

  async function signIn(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  it('somebody registers, confirms the address from the mail and signs in', async () => {
    desk = await open('/sign-in');
    await desk.getByRole('link', { name: 'Create an account' }).click();
    await desk.getByRole('heading', { name: 'Create an account' }).waitFor();
    await desk.getByLabel('E-mail address').fill(ada!);
    await desk.getByRole('button', { name: 'Send the link' }).click();
    await desk.getByText(`If ${ada} can be used, a mail is on its way.`).waitFor();
    expect(await barriers(desk)).toEqual([]);
    const { tokens } = await newcomers.office.letter(ada!);
    await desk.goto(`${url}/welcome#${tokens[0]}`);
    await desk.getByLabel('Name', { exact: true }).fill('Ada Lovelace');
    await desk.getByLabel('New password').fill(PASSWORD);
    expect([new URL(desk.url()).hash, await barriers(desk)]).toEqual(['', []]);
    await desk.getByRole('button', { name: 'Open the account' }).click();
    await desk.getByText('Your account is open.').waitFor();
    await signIn(desk);
  });

  it('opens an organisation with its modules, and is shown the first steps', async () => {
    await desk.getByRole('link', { name: 'New organisation' }).click();
    await desk.getByRole('heading', { name: 'New organisation' }).waitFor();
    await desk.getByLabel('Name', { exact: true }).fill('Lovelace Engines');
    expect(await desk.getByLabel('Short name').inputValue()).toBe('lovelace-engines');
    expect(await desk.getByRole('checkbox', { name: /Sales/ }).isChecked()).toBe(true);
    expect(await barriers(desk)).toEqual([]);
    await desk.getByRole('button', { name: 'Create the organisation' }).click();
    await desk.getByRole('heading', { level: 1, name: /Ada/ }).waitFor();
    await desk.getByRole('region', { name: 'First steps' }).getByText('Invite the people you work with').waitFor();
    expect(await barriers(desk)).toEqual([]);
  });

  it('invites a colleague, who comes in on the phone, in the dark', async () => {
    await desk.getByRole('listitem').filter({ hasText: 'Invite the people you work with' }).getByRole('link', { name: 'Begin' }).click();
    await desk.getByRole('button', { name: 'Invite somebody' }).click();
    const dialog = desk.getByRole('dialog', { name: 'Invite somebody' });
    await dialog.getByLabel('E-mail address').fill(bob!);
    await dialog.getByLabel('Role').selectOption({ label: 'Sales representative' });
    expect(await barriers(desk)).toEqual([]);
    await dialog.getByRole('button', { name: 'Send the invitation' }).click();
    await desk.getByText(bob!).first().waitFor();
    const { tokens } = await newcomers.office.letter(bob!);
    pocket = await open(`/invitation#${tokens[0]}`, phone);
    await pocket.getByText('Ada Lovelace invites you to Lovelace Engines.').waitFor();
    await pocket.getByLabel('Name', { exact: true }).fill('Bob');
    await pocket.getByLabel('New password').fill(PASSWORD);
    expect(await barriers(pocket)).toEqual([]);
    await pocket.getByRole('button', { name: 'Accept' }).click();
    await pocket.getByText('You are now a member of Lovelace Engines.').waitFor();
    await signIn(pocket);
    await pocket.getByRole('heading', { level: 1, name: /Bob/ }).waitFor();
  });

  it('gives companies a field of their own', async () => {
    await desk.goto(url);
    await desk.getByRole('listitem').filter({ hasText: 'Give your records the fields that you need' }).getByRole('link', { name: 'Begin' }).click();
    const dialog = desk.getByRole('dialog', { name: 'Add field' });
    await dialog.getByLabel(/^Name \*|^Name$/).fill('Steam pressure');
    await dialog.getByLabel('Belongs to').selectOption({ label: 'Companies' });
    await dialog.getByLabel('Kind').selectOption({ label: 'Choice' });
    await dialog.getByLabel('Choice 1').fill('Low');
    await desk.keyboard.press('Enter');
    await dialog.getByLabel('Choice 2').fill('Very high');
    await dialog.getByLabel('Show in lists').check();
    expect([await dialog.getByLabel('Name for programs').inputValue(), await barriers(desk)]).toEqual(['steamPressure', []]);
    await dialog.getByRole('button', { name: 'Add field' }).click();
    await desk.getByRole('region', { name: 'Companies' }).getByText('Choice · Low, Very high · steamPressure').waitFor();
    await desk.getByRole('button', { name: 'Change Steam pressure' }).click();
    const change = desk.getByRole('dialog', { name: 'Change Steam pressure' });
    await change.getByRole('button', { name: 'Up: Very high' }).click();
    await change.getByLabel('Choice 1').fill('High');
    await change.getByRole('button', { name: 'Save field' }).click();
    await desk.getByRole('region', { name: 'Companies' }).getByText('Choice · High, Low · steamPressure').waitFor();
    expect(await barriers(desk)).toEqual([]);
  });

  it('the colleague enters a company and a deal, and keeps what was talked about', async () => {
    await pocket.goto(`${url}/sales/companies?new`);
    const company = pocket.getByRole('dialog', { name: 'New Company' });
    await company.getByLabel(/^Name/).fill('Analytical Works');
    await company.getByLabel('Steam pressure').selectOption({ label: 'High' });
    await company.getByRole('button', { name: 'Create Company' }).click();
    await pocket.getByRole('heading', { level: 1, name: 'Analytical Works' }).waitFor();
    await pocket.getByRole('region', { name: 'Details' }).getByText('High').waitFor();
    const story = pocket.getByRole('region', { name: 'Timeline' });
    await story.getByRole('button', { name: 'Call', exact: true }).click();
    await story.getByLabel('Topic').fill('Wants two engines');
    await pocket.keyboard.press('Enter');
    await story.getByRole('link', { name: 'Wants two engines' }).waitFor();
    expect(await barriers(pocket)).toEqual([]);
    await pocket.goto(`${url}/sales/opportunities?new`);
    const deal = pocket.getByRole('dialog', { name: 'New Opportunity' });
    await deal.getByLabel(/^Name/).fill('Two engines');
    await deal.getByLabel('Company').fill('Analytical');
    await deal.getByRole('option', { name: 'Analytical Works' }).click();
    await deal.getByLabel('Amount', { exact: true }).fill('12000');
    await deal.getByRole('button', { name: 'Create Opportunity' }).click();
    await pocket.getByRole('heading', { level: 1, name: 'Two engines' }).waitFor();
    expect([await barriers(pocket), await pocket.evaluate('document.documentElement.scrollWidth')]).toEqual([[], 390]);
  });

  it('the founder sees it in the figures, which open the records behind them', async () => {
    await desk.goto(`${url}/sales/dashboard`);
    const tile = desk.getByRole('link', { name: /Open pipeline/ });
    await tile.getByText('£12k').waitFor();
    expect(await barriers(desk)).toEqual([]);
    await tile.click();
    await desk.getByRole('gridcell', { name: 'Two engines' }).waitFor();
    expect(complaints.flat()).toEqual([]);
  });
});
