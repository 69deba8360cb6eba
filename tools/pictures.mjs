// npm run pictures [-- --url http://localhost:3000]: photographs the demo world of a running `npm start` for the README.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: options } = parseArgs({ options: { url: { type: 'string', default: 'http://localhost:3000' } } });
const folder = join(import.meta.dirname, '../docs/images');
const [OWNER, PASSWORD] = ['owner@acme.test', 'tessera-demo'];
const DESK = { viewport: { width: 1440, height: 900 }, locale: 'en-GB' };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, locale: 'en-GB' };
/** What comes in and fades in after the page has been fetched. */
const SETTLING_MS = 1_500;

const INSIDE = [
  { name: 'contacts', path: '/sales/contacts' },
  { name: 'contact', record: 'sales/contacts' },
  { name: 'members', path: '/settings/identity/members' },
  { name: 'dashboard', path: '/sales/dashboard' },
  { name: 'lead-inbox', path: '/sales/leads?as=inbox' },
  { name: 'lead-inbox-phone', path: '/sales/leads?as=inbox', how: PHONE },
  { name: 'pipeline-dark', path: '/sales/opportunities?as=board', how: { ...DESK, colorScheme: 'dark' } },
];
const OUTSIDE = [
  { name: 'front-page-dark', path: '/status', how: { ...DESK, deviceScaleFactor: 1.5, colorScheme: 'dark' } },
  { name: 'front-page-phone-arabic', path: '/status', how: { ...PHONE, deviceScaleFactor: 2, locale: 'ar' } },
];

const browser = await chromium.launch({ executablePath: process.env.TEST_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
for (const shot of [...INSIDE, ...OUTSIDE]) {
  const page = await (await browser.newContext(shot.how ?? DESK)).newPage();
  if (INSIDE.includes(shot)) await signIn(page);
  await page.goto(options.url + (shot.path ?? `/${shot.record}/${await newest(page, shot.record)}`));
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(SETTLING_MS);
  await page.screenshot({ path: join(folder, `${shot.name}.png`) });
  await page.context().close();
  console.log(`docs/images/${shot.name}.png`);
}
await browser.close();

async function signIn(page) {
  await page.goto(`${options.url}/sign-in`);
  await page.locator('input[name=email]').fill(OWNER);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(({ pathname }) => !pathname.startsWith('/sign-in'));
}

function newest(page, plural) {
  return page.evaluate(async (path) => (await (await fetch(path)).json()).data[0].id, `/api/v1/${plural}?limit=1`);
}
