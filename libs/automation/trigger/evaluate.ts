import type { Json } from '#kernel/field/field.js';
import { viewpointOf } from '#kernel/gate/access.js';
import { readCondition } from '#kernel/gate/condition.js';
import { holds, type Predicate, type Row } from '#kernel/gate/predicate.js';
import type { ReadDoor } from '#kernel/pipeline/read.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import type { Tenancy } from '#kernel/tenancy/tenancy.js';
import { receiptBody } from '#platform/webhooks/receipt.query.js';
import type { Ground } from '../graph/check.js';
import { isObject, wordOf, type Part } from '../graph/graph.js';
import type { Cause } from '../run/hand.js';
import type { Records } from '../run/records.js';
import { fieldsOf, flat } from '../run/rows.js';
import type { LedgerRow } from '../run/run.query.js';
import { changeOf, mayMatch } from './match.js';
import { isFromOutside } from './trigger-kinds.js';

/** One thing that was asked, and what came of it. */
export interface Asked {
  readonly check: 'trigger' | 'readable' | 'field' | 'before' | 'where';
  readonly holds: boolean;
  readonly say: string;
  /** Which field was compared, and what it held. */
  readonly field?: string;
  readonly value?: Json;
}

export interface Evaluation {
  readonly fires: boolean;
  readonly asked: readonly Asked[];
  readonly cause: Cause;
}

interface Reading {
  readonly records: Records;
  readonly read: ReadDoor;
  readonly tenancy: Tenancy;
}

const NO_CAUSE: Cause = { row: null, data: {} };

/** Whether an entry sets a workflow off, as the member in scope sees it, and why. The one answer for runs and for whoever asks. */
export async function evaluate(trigger: Part, entry: LedgerRow, { registry, ability }: Ground, tools: Reading): Promise<Evaluation> {
  const noun = registry.find(entry.subject);
  const asked: Asked[] = [{ check: 'trigger', holds: mayMatch(trigger, entry, noun), say: sayTrigger(trigger) }];
  if (!asked[0]!.holds) return { fires: false, asked, cause: NO_CAUSE };
  if (!noun || entry.recordId === null) return { fires: isFromOutside(entry.what), asked, cause: { row: null, data: entry.after ?? {} } };
  const current = await readable(noun, entry.recordId, tools);
  asked.push({ check: 'readable', holds: current !== null, say: `The workflow's principal may read this ${noun.label.toLowerCase()}.` });
  if (!current) return { fires: false, asked, cause: NO_CAUSE };
  const isThere = (current.deletedAt ?? null) === null;
  const gone = changeOf(entry) === 'deleted';
  if (!gone) asked.push({ check: 'readable', holds: isThere, say: 'It has not been deleted since.' });
  if (entry.kind === 'fact') return judged(trigger, asked, noun, ability, { row: current, current: isThere ? current : null, before: null, data: { ...entry.after, ...(await messageOf(entry, tools.tenancy)) } });
  const after = fieldsOf(noun, ability, entry.after, current);
  const before = fieldsOf(noun, ability, entry.before, current);
  if (gone) asked.push({ check: 'trigger', holds: (entry.after?.deleted_at ?? null) !== null, say: 'It was deleted, not restored.' });
  const fields = (Array.isArray(trigger.fields) ? trigger.fields : []) as string[];
  if (fields.length > 0 && changeOf(entry) === 'updated') asked.push({ check: 'field', holds: fields.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])), say: `One of these changed: ${fields.join(', ')}.` });
  const data = { before, after, fields: Object.keys(after) };
  return judged(trigger, asked, noun, ability, { row: { ...current, ...after }, current: isThere ? current : null, before: entry.before === null ? null : { ...current, ...after, ...before }, data });
}

function judged(trigger: Part, asked: Asked[], noun: ResourceModel, ability: Ground['ability'], { before, ...cause }: Cause & { row: Row; before: Row | null }): Evaluation {
  const { row } = cause;
  if (trigger.before !== undefined) asked.push(...comparisons('before', trigger.before, noun, ability, before));
  if (trigger.where !== undefined) asked.push(...comparisons('where', trigger.where, noun, ability, row));
  return { fires: asked.every((each) => each.holds), asked, cause };
}

/** What another system sent to an endpoint, as far as it is an object in JSON; whoever comes here may read the endpoint. */
async function messageOf({ what, recordId, after }: LedgerRow, tenancy: Tenancy): Promise<{ [name: string]: Json }> {
  const receiptId = after?.receiptId;
  if (what !== 'webhook.received' || typeof receiptId !== 'string') return {};
  const [receipt] = await tenancy.read<{ body: Buffer }>(receiptBody(currentOrganizationId(), recordId!, receiptId));
  try {
    const message = JSON.parse(String(receipt?.body ?? '')) as Json;
    return isObject(message) ? message : {};
  } catch {
    return {};
  }
}

/** Conditions that are joined by "and" are told one by one. */
export function comparisons(check: 'before' | 'where', source: Json, noun: ResourceModel, ability: Ground['ability'], row: Row | null): Asked[] {
  const open = ability.of(noun).openFields();
  const faults: string[] = [];
  const predicate = readCondition(source, (name, complain) => open.find((field) => field.name === name) ?? complain('field', `The workflow's principal may not see "${name}".`), viewpointOf(ability.access, currentScope().clock), (_at, _rule, say) => void faults.push(say) as undefined);
  if (!predicate) return [{ check, holds: false, say: faults.join(' ') }];
  return (predicate.kind === 'and' ? predicate.parts : [predicate]).map((part) => told(check, part, row));
}

function told(check: 'before' | 'where', part: Predicate, row: Row | null): Asked {
  const asked: Asked = { check, holds: row !== null && holds(part, row), say: sayOf(part) };
  return part.kind === 'compare' ? { ...asked, field: part.field.name, value: row?.[part.field.name] ?? null } : asked;
}

function sayOf(part: Predicate): string {
  if (part.kind === 'compare') return `${part.field.label} ${part.field.type.operators[part.operator]!.say} ${part.values.join(', ')}`.trim();
  if (part.kind === 'not') return `not (${sayOf(part.part)})`;
  return part.kind === 'and' || part.kind === 'or' ? part.parts.map(sayOf).join(` ${part.kind} `) : part.kind;
}

/** Also of what was deleted, for those who may see that. */
async function readable(noun: ResourceModel, id: string, { records, read }: Reading): Promise<Row | null> {
  const there = await records.find(noun, id);
  if (there) return there;
  const page = JSON.parse(await read.list(noun, { filters: [{ field: 'id', operator: 'eq', value: id }], deleted: 'only', limit: 1 })) as { data: Row[] };
  return page.data[0] ? flat(page.data[0]) : null;
}

function sayTrigger(trigger: Part): string {
  if (trigger.kind === 'fact') return `The fact ${wordOf(trigger.fact)}.`;
  if (trigger.kind === 'form') return 'The form was submitted.';
  if (trigger.kind !== 'record') return `Started by: ${trigger.kind}.`;
  const fields = Array.isArray(trigger.fields) && trigger.fields.length > 0 ? ` in ${(trigger.fields as string[]).join(', ')}` : '';
  return `${wordOf(trigger.noun)} ${(trigger.on as string[]).join(' or ')}${fields}.`;
}
