import { vi } from 'vitest';
import type { Browser } from 'playwright-core';
import { barriers, chromiumPath, launch, tabStops, visit } from './browser.js';
import { healthy, serveWeb, withoutDatabase, withoutQueue, type FakeHealth, type WebServer } from './serve-web.js';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const suite = chromiumPath ? describe : describe.skip;

suite(chromiumPath ? 'The state of the installation' : 'The state of the installation (skipped: chromium is not installed, see TEST_CHROMIUM)', () => {
  let browser: Browser;
  let web: WebServer;

  beforeAll(async () => {
    [browser, web] = await Promise.all([launch(), serveWeb()]);
  });
  afterEach(async () => {
    web.health = healthy;
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  const situations: [string, FakeHealth, string][] = [
    ['all is well', healthy, 'Everything works'],
    ['the queue is down', withoutQueue, 'Works in part'],
    ['the database is down', withoutDatabase, 'Out of order'],
    ['nobody answers', 'refuse', 'Not reachable'],
    ['the answer is awaited', 'hang', 'Asking …'],
  ];
  const looks = [{ colorScheme: 'light' as const }, { colorScheme: 'dark' as const, ...phone }];

  it.each(situations)('has no barrier and no complaint in any look when %s', async (_situation, health, said) => {
    web.health = health;
    for (const look of looks) {
      const { page, complaints } = await visit(browser, web, '/status', look);
      await page.getByRole('status').getByText(said).waitFor();
      expect(await barriers(page)).toEqual([]);
      expect(complaints).toEqual([]);
    }
  });

  it('tells which part does not work', async () => {
    web.health = withoutQueue;
    const { page } = await visit(browser, web, '/status');
    await page.getByRole('status').getByText('Works in part').waitFor();
    const rows = await page.getByRole('region', { name: 'This installation' }).getByRole('listitem').allInnerTexts();
    expect(rows.map((row) => row.split('\n').filter(Boolean).filter((_, index) => index === 0 || index === 2))).toEqual([['API', 'Works'], ['Database', 'Works'], ['Queue', 'Does not answer']]);
  });

  it('asks again by itself', async () => {
    const { page } = await visit(browser, web, '/status');
    await page.getByRole('status').getByText('Everything works').waitFor();
    web.health = 'refuse';
    await page.getByRole('status').getByText('Not reachable').waitFor();
  });

  it('asks at once when told to, however long it would have waited', async () => {
    web.health = 'refuse';
    const { page } = await visit(browser, web, '/status');
    const tryNow = page.getByRole('button', { name: 'Try now' });
    // With each failure the pause doubles: after these it is half a minute.
    for (let failure = 0; failure < 5; failure++) {
      const answered = page.waitForEvent('requestfailed');
      await tryNow.click();
      await answered;
    }
    await page.getByText('Next try in').waitFor();
    web.health = healthy;
    await tryNow.click();
    await page.getByRole('status').getByText('Everything works').waitFor({ timeout: 20_000 });
  });

  it('moves nothing when the answer comes, good or bad', async () => {
    web.health = 'hang';
    const { page } = await visit(browser, web, '/status');
    const places = () => page.locator('h1, nav a').evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().top));
    const before = await places();
    web.health = withoutDatabase;
    await page.getByRole('status').getByText(/Not reachable|Out of order/).waitFor();
    expect(await places()).toEqual(before);
  });

  it('is reached whole by keyboard, in reading order', async () => {
    const { page } = await visit(browser, web, '/status');
    expect(await tabStops(page, 7)).toEqual(['Skip to the content', 'Tessera', 'Language: English', 'Theme', 'Try the API', 'Read the reference', 'Take the OpenAPI document']);
  });

  it('lets the keyboard skip to the content', async () => {
    const { page } = await visit(browser, web, '/status');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    expect(await tabStops(page, 1)).toEqual(['Try the API']);
  });

  it('turns to Arabic by keyboard alone, from right to left, and remembers', async () => {
    const { page, complaints } = await visit(browser, web, '/status');
    await tabStops(page, 3);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemradio', { name: 'English', checked: true }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.locator('html[dir=rtl][lang=ar]').waitFor();
    const claimIsRightOfPanel = () => page.evaluate("document.querySelector('h1').getBoundingClientRect().left > document.querySelector('section').getBoundingClientRect().right");
    expect(await claimIsRightOfPanel()).toBe(true);
    expect(await page.getByRole('menu').count()).toBe(0);
    expect(await barriers(page)).toEqual([]);

    await page.reload();
    await page.locator('html[dir=rtl][lang=ar] h1').waitFor();
    expect(await claimIsRightOfPanel()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('follows the system until a theme is chosen, and remembers the choice before the first paint', async () => {
    const { page } = await visit(browser, web, '/status', { colorScheme: 'dark' });
    const ground = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    const dark = await ground();
    await page.emulateMedia({ colorScheme: 'light' });
    await page.locator('html[data-theme=light]').waitFor();
    const light = await ground();
    expect(light).not.toBe(dark);
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.locator('html[data-theme=dark]').waitFor();
    expect(await ground()).toBe(dark);

    await page.route('**/assets/*.js', (route) => route.abort());
    await page.reload();
    expect(await ground()).toBe(dark);
  });

  it('does not scroll sideways on a narrow screen, in any language', async () => {
    for (const locale of ['en-GB', 'de-DE', 'ar-EG']) {
      web.health = 'refuse';
      const { page } = await visit(browser, web, '/status', { viewport: { width: 360, height: 640 }, locale });
      await page.locator('[role=status] svg').waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    }
  });

  it('moves nothing for people who asked for rest', async () => {
    web.health = 'hang';
    const { page } = await visit(browser, web, '/status', { reducedMotion: 'reduce' });
    expect(await page.evaluate("document.getAnimations().filter((a) => a.playState === 'running').length")).toBe(0);
  });

  it('says that an address leads nowhere, and the way back', async () => {
    const { page, complaints } = await visit(browser, web, '/nowhere', phone);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('There is nothing at this address');
    expect(await page.title()).toBe('Not found · Tessera');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Go to the front page' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect(complaints).toEqual([]);
  });

  it('says what to do when a part of the application does not arrive', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route('**/NotFoundPage-*.js', (route) => route.abort());
    await page.goto(`${web.url}/nowhere`);
    await page.getByRole('heading', { name: 'This page could not be shown' }).waitFor();
    await page.unroute('**/NotFoundPage-*.js');
    await page.getByRole('button', { name: 'Load again' }).click();
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
  });
});
