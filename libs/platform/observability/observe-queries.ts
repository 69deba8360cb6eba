import diagnostics from 'node:diagnostics_channel';
import { BoundedNames, querySeconds } from './metrics.js';
import type { Log } from './log.js';
import { recordSpan, SpanKind } from './span.js';

const CHANNEL = 'tessera:query';
const SLOW_MS = 1_000;

interface QueryRan {
  name: string;
  ms: number;
  rows: number;
}

/** The kernel publishes what it ran by name; the text and the parameters of a statement never come here. */
export function observeQueries(log: Log): () => void {
  const names = new BoundedNames(1_000);
  const heard = (message: unknown): void => {
    const { name, ms, rows } = message as QueryRan;
    const query = names.of(name);
    querySeconds.observe({ query }, ms / 1_000);
    recordSpan(query, SpanKind.client, ms, { 'db.system.name': 'postgresql', 'db.query.summary': query, 'db.response.returned_rows': rows });
    if (ms >= SLOW_MS) log.warn({ query, ms: Math.round(ms), rows }, 'Slow query');
  };
  diagnostics.subscribe(CHANNEL, heard);
  return () => diagnostics.unsubscribe(CHANNEL, heard);
}
