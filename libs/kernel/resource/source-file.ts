import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../../', import.meta.url);

const FRAME = /(?:file:\/\/)?(\/[^():]+):(\d+):\d+\)?$/;

/** "libs/crm/contact/contact.ts:14" of the code that called the decorator. */
export function sourceFileOfCaller(): string {
  const frames = (new Error().stack ?? '').split('\n').slice(1).map((line) => FRAME.exec(line));
  const frame = frames.find((found) => found && !/\/kernel\/(resource|field|pipeline)\//.test(found[1]!));
  if (!frame) return 'unknown';
  const path = relative(fileURLToPath(root), decodeURIComponent(frame[1]!)).replace(/^dist\//, '').replace(/\.js$/, '.ts');
  // Line numbers are those of the source only when source maps are on.
  return process.execArgv.includes('--enable-source-maps') ? `${path}:${frame[2]}` : path;
}
