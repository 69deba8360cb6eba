import type { Browser, Page } from 'playwright-core';
import { chromiumPath, launch } from '#test/web/browser.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';
import { givePasswords, PASSWORD } from './people.js';
import { freePort } from './sso-world.js';

const withChromium = chromiumPath ? describe : describe.skip;

withChromium('The documentation in a real browser', () => {
  let world: TwoTenants;
  let browser: Browser;
  let page: Page;
  let origin: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    world = await TwoTenants.create({ PUBLIC_URL: origin });
    await givePasswords(world, 'A', ['rep']);
    await world.app.listen(port, '127.0.0.1');
    browser = await launch();
    // Operations are drawn only where one looks.
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1_200, height: 18_000 } });
    context.setDefaultTimeout(60_000);
    page = await context.newPage();
    context.on('page', (opened) => opened.on('pageerror', (error) => complaints.push(error.message)));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  it('signs in through our own authorisation server, and then calls the API as that person', async () => {
    await page.goto(`${origin}/api/docs`);
    await page.locator('button.authorize').first().click();
    const dialog = page.locator('.auth-container', { hasText: 'oauth' }).filter({ hasText: 'authorizationCode' });
    const opening = page.waitForEvent('popup');
    await dialog.locator('button.authorize').click();
    const popup = await opening;
    await popup.fill('input[name=email]', 'rep@tenant-a.test');
    await popup.fill('input[name=password]', PASSWORD);
    await popup.click('button');
    await popup.waitForSelector('text=asks to be let in');
    expect(await popup.locator('main').innerText()).toContain('Tenant A');
    await Promise.all([popup.waitForEvent('close'), popup.click('button[value=allow]')]);
    await dialog.locator('button', { hasText: 'Logout' }).waitFor();
    await page.locator('button.close-modal').click();

    const operation = page.locator('#operations-sales-contact_list');
    for (let n = 0; n < 40 && (await operation.count()) === 0; n += 1) {
      await page.mouse.wheel(0, 12_000);
      await page.waitForTimeout(200);
    }
    await operation.locator('.opblock-summary-control').click();
    const answered = page.waitForResponse((response) => response.url().startsWith(`${origin}/api/v1/sales/contacts`));
    await operation.locator('button.execute').click();
    const answer = await answered;
    expect(await answer.request().headerValue('authorization')).toMatch(/^Bearer [\w-]{43}$/);
    expect([answer.status(), ((await answer.json()) as { data: { lastName: string }[] }).data.length > 0]).toEqual([200, true]);
    expect(complaints).toEqual([]);
  }, 180_000);
});
