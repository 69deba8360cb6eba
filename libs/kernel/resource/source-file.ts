import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../../', import.meta.url);

/** "libs/crm/contact/contact.ts:14" of the code that called the decorator. */
export function sourceFileOfCaller(): string {
  const line = (new Error().stack ?? '').split('\n').slice(3).find((frame) => frame.includes('file://') && !frame.includes('/kernel/resource/') && !frame.includes('/kernel/field/'));
  const [, url, position] = /(file:\/\/[^):]+):(\d+)/.exec(line ?? '') ?? [];
  if (!url) return 'unknown';
  const path = relative(fileURLToPath(root), fileURLToPath(url)).replace(/^dist\//, '').replace(/\.js$/, '.ts');
  // Line numbers are those of the source only when source maps are on.
  return process.execArgv.includes('--enable-source-maps') ? `${path}:${position}` : path;
}
