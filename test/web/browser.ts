import axe from 'axe-core';
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import type { WebServer } from './serve-web.js';

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const chromiumPath = process.env.TEST_NO_CHROMIUM ? undefined : [process.env.TEST_CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path));

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Errors, warnings and refusals of the Content-Security-Policy, other than failed answers a test asked for. */
  complaints: string[];
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: flags });
}

export async function visit(browser: Browser, web: Pick<WebServer, 'url'>, path = '/', options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
  const complaints: string[] = [];
  await context.exposeFunction('__complain', (text: string) => complaints.push(text));
  await context.addInitScript("addEventListener('securitypolicyviolation', (e) => __complain('policy: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))");
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    const asked = /\/health\/ready$|\/api\/v1\/(?:me|auth\/refresh)$/.test(message.location().url);
    if (['error', 'warning'].includes(message.type()) && !asked) complaints.push(`${message.type()}: ${message.text()} ${message.location().url}`);
  });
  await page.goto(web.url + path);
  await page.waitForSelector('h1');
  return { page, context, complaints };
}

/** Findings of axe that keep somebody out, each with the element it is about. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  // What is still fading in or out has colours that nobody is meant to read.
  await page.evaluate('Promise.allSettled(document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity).map(({ finished }) => finished)).then(() => null)');
  return page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await run.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`));
  });
}

/** What has the focus after each press of Tab, named as a screen reader names it. */
export async function tabStops(page: Page, presses: number): Promise<string[]> {
  const stops: string[] = [];
  for (let press = 0; press < presses; press++) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate("(document.activeElement.getAttribute('aria-label') ?? document.activeElement.querySelector('strong')?.textContent ?? document.activeElement.textContent).trim()"));
  }
  return stops;
}

/** What a person sees of where the keys go: the name of what has the focus, and whether it shows. */
export interface Focus { name: string; isShown: boolean; isLost: boolean }

export function focus(page: Page): Promise<Focus> {
  return page.evaluate(`(() => {
    const at = document.activeElement;
    const labelled = at.getAttribute('aria-labelledby');
    const name = at.getAttribute('aria-label') ?? (labelled ? document.getElementById(labelled)?.textContent : null) ?? at.labels?.[0]?.textContent ?? at.textContent ?? '';
    const { outlineStyle, boxShadow } = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    const inSight = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return { name: name.replace(' *', '').trim(), isLost: at === document.body, isShown: inSight && (outlineStyle !== 'none' || boxShadow !== 'none' || at.hasAttribute('aria-activedescendant') || at.tabIndex < 0) };
  })()`);
}
