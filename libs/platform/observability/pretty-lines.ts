import type { DestinationStream } from 'pino';

const COLOUR: Record<string, string> = { fatal: '\x1b[41m', error: '\x1b[31m', warn: '\x1b[33m', info: '\x1b[32m', debug: '\x1b[36m', trace: '\x1b[90m' };
const QUIET = new Set(['level', 'time', 'msg', 'service', 'pid', 'context', 'error', 'requestId', 'organizationId', 'actor', 'actorId', 'traceId']);
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g; // eslint-disable-line no-control-regex

/** For the eye of a developer: time, level, what happened, and the rest as name=value. */
export function prettyLines(destination: DestinationStream): DestinationStream {
  return { write: (line) => destination.write(pretty(line)) };
}

function pretty(line: string): string {
  const entry = JSON.parse(line) as Record<string, unknown>;
  const level = String(entry['level']);
  const at = String(entry['time']).slice(11, 23);
  const context = entry['context'] ? `[${oneLine(entry['context'])}] ` : '';
  const rest = Object.entries(entry)
    .filter(([name]) => !QUIET.has(name))
    .map(([name, value]) => ` \x1b[90m${name}=\x1b[0m${oneLine(value)}`)
    .join('');
  return `\x1b[90m${at}\x1b[0m ${COLOUR[level] ?? ''}${level.padEnd(5)}\x1b[0m ${entry['service'] as string} ${context}${oneLine(entry['msg'] ?? '')}${rest}${errorLines(entry['error'])}\n`;
}

function oneLine(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('\n', ' ').replace(CONTROL, '');
}

function errorLines(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { type, message, stack } = error as { type?: string; message?: string; stack?: string };
  const frames = (stack ?? '').split('\n').map((frame) => `\n    ${frame.replace(CONTROL, '')}`);
  return `\n  ${oneLine(type ?? 'Error')}: ${oneLine(message ?? '')}${frames.join('')}`;
}
