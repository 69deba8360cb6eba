import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Access } from '#kernel/gate/access.js';
import type { Predicate } from '#kernel/gate/predicate.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { scopeIfAny, type Scope } from '#kernel/tenancy/scope.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

interface Ran {
  name: string;
  ms: number;
  rows: number;
  statement: Statement;
}

interface Decided {
  resource: ResourceModel;
  access: Access;
  action: string;
  fields: readonly string[];
  rule: Predicate;
}

interface Step {
  step: string;
  ms: number;
  rows?: number;
  sql?: string;
  parameters?: string[];
}

export interface Trace {
  steps: Step[];
  roles: readonly string[];
  /** What the gate answered, by noun, action and fields. */
  rules: { [asked: string]: string };
}

/** Records what happens on behalf of the requests that asked for it. No value of anybody's stands in it: parameters are named by what they are. */
export class Traces {
  private readonly byRequest = new Map<string, Trace>();

  start(): void {
    subscribe('tessera:statement', this.ran);
    subscribe('tessera:decision', this.decided);
  }

  stop(): void {
    unsubscribe('tessera:statement', this.ran);
    unsubscribe('tessera:decision', this.decided);
  }

  begin(requestId: string): Trace {
    const trace: Trace = { steps: [], roles: [], rules: {} };
    this.byRequest.set(requestId, trace);
    return trace;
  }

  end(requestId: string): Trace | undefined {
    const trace = this.byRequest.get(requestId);
    this.byRequest.delete(requestId);
    return trace;
  }

  private readonly ran = (message: unknown): void => {
    const scope = scopeIfAny();
    const trace = scope && this.byRequest.get(scope.requestId);
    if (!trace) return;
    const { name, ms, rows, statement } = message as Ran;
    const own = /^(begin|enter|commit)/.test(name) ? {} : { rows, sql: readable(statement.text), parameters: statement.values?.map((value, index) => `$${index + 1} ${whatIs(value, scope)}`) };
    trace.steps.push({ step: name, ms: tenths(ms), ...own });
  };

  private readonly decided = (message: unknown): void => {
    const trace = this.byRequest.get(scopeIfAny()?.requestId ?? '');
    if (!trace) return;
    const { resource, access, action, fields, rule } = message as Decided;
    trace.roles = access.roles;
    const granted = access.rights.filter((right) => [resource.name, '*'].includes(right.resource) && [action, '*'].includes(right.action));
    const from = granted.map(({ deny, reach, where }) => `${deny ? 'denied ' : ''}${reach}${where ? ' with a condition' : ''}`).join(', ') || 'nothing';
    trace.rules[[resource.name, action, fields.join('+')].join(' ').trim()] = `${sentenceOf(rule)}, from rights on ${from}`;
  };
}

export function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/** The list of what is selected or given back says the least and is the longest. */
function readable(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  return flat.replace(/^SELECT .*?(?= FROM "\w+" t WHERE)/, 'SELECT …').replace(/ RETURNING .*$/, ' RETURNING …');
}

function whatIs(value: unknown, { organizationId, actor }: Scope): string {
  if (value === organizationId) return 'organisation';
  if (actor.kind === 'member' && value === actor.memberId) return 'me';
  if (value === null || value === undefined) return 'empty';
  return Array.isArray(value) ? `${value.length} values` : value instanceof Date ? 'time' : typeof value;
}

function sentenceOf(rule: Predicate): string {
  switch (rule.kind) {
    case 'compare':
      return `${rule.field.name} ${rule.operator}${rule.values.length > 1 ? ` ${rule.values.length} values` : ''}`;
    case 'and':
    case 'or':
      return `(${rule.parts.map(sentenceOf).join(` ${rule.kind} `)})`;
    case 'not':
      return `not ${sentenceOf(rule.part)}`;
    case 'related':
      return `${rule.field.name} with ${sentenceOf(rule.part)}`;
    default:
      return rule.kind;
  }
}
