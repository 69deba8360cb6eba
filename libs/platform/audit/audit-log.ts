import { Inject, Injectable, Logger } from '@nestjs/common';
import { Readable } from 'node:stream';
import { BYTE_ORDER_MARK, csvLines, neutralised } from '#kernel/derive/csv.js';
import { LARGEST_EXPORT } from '#kernel/derive/transfer.js';
import type { Field, Json } from '#kernel/field/field.js';
import type { Ability } from '#kernel/gate/ability.js';
import { Gate } from '#kernel/gate/gate.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Forbidden, Unprocessable } from '#kernel/pipeline/problem.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope, runInScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Member } from '#platform/identity/member.js';
import { WORDS, type Words } from '#platform/words/words.js';
import { Actors, type ShownActor } from './actors.js';
import type { AuditQuery } from './audit-query.js';
import { changesIn, historicFields, stepOf } from './changes.js';
import { countTold, entriesTold, type Told } from './history.query.js';
import type { Page } from './timeline.js';
import { Untold } from './untold.js';
import { wordingFor } from './wording.js';

const PAGE = 1_000;

export interface AuditEntry {
  id: string;
  at: string;
  kind: 'change' | 'fact';
  subject: string;
  record: string | null;
  what: string;
  actor: ShownActor;
  request: string | null;
  reason: string | null;
  say: string;
  before: { [field: string]: Json } | null;
  after: { [field: string]: Json } | null;
  /** What a fact says beside its name. */
  data: Json;
}

const COLUMNS = ['id', 'at', 'kind', 'subject', 'record', 'what', 'actorKind', 'actorId', 'actor', 'request', 'reason', 'say', 'before', 'after', 'data'];

/** All that happened in an organisation, for those who have the right to audit it. Values are only those that they may read anyway. */
@Injectable()
export class AuditLog {
  private readonly log = new Logger('AuditLog');

  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly actors: Actors,
    private readonly untold: Untold,
    @Inject(WORDS) private readonly words: Words,
  ) {}

  async page({ wanted, limit }: AuditQuery, language?: string): Promise<Page<AuditEntry>> {
    const reader = await this.enter();
    const told = await this.tenancy.read<Told>(entriesTold(currentOrganizationId(), wanted, limit + 1));
    const shown = told.slice(0, limit);
    return { data: await this.entries(shown, reader, language), page: { next: told.length > limit ? shown.at(-1)!.id : null } };
  }

  /** The newest first. Each page asks for the right anew; what happens meanwhile is not in it. */
  async export({ wanted, filters }: AuditQuery, format: 'csv' | 'ndjson', language?: string): Promise<Readable> {
    await this.enter();
    const [counted] = await this.tenancy.read<{ count: number }>(countTold(currentOrganizationId(), wanted, LARGEST_EXPORT + 1));
    if (counted!.count > LARGEST_EXPORT) throw new Unprocessable(`These are more than ${LARGEST_EXPORT} entries, which is the most that a file holds. Narrow them down, such as by from and to.`);
    const pages = this.pages(wanted, format, language);
    const first = await pages.next();
    await this.tenancy.write(factStatement('audit-log.exported', 'auditLog', null, { count: counted!.count, format, filters }));
    const scope = currentScope();
    // What the socket asks for comes outside of the scope of the request.
    return Readable.from((async function* () {
      for (let page = first; !page.done; page = await runInScope(scope, () => pages.next())) yield page.value;
    })()).on('error', (error) => this.log.warn({ msg: 'An export of the audit log ended early', error }));
  }

  private async *pages(wanted: AuditQuery['wanted'], format: 'csv' | 'ndjson', language?: string): AsyncGenerator<string> {
    for (let after: string | undefined, page = 0; page === 0 || after; page += 1) {
      const reader = await this.enter();
      const told = await this.tenancy.read<Told>(entriesTold(currentOrganizationId(), { ...wanted, ...(after && { after }) }, PAGE));
      after = told.length === PAGE ? told.at(-1)!.id : undefined;
      const entries = await this.entries(told, reader, language);
      if (format === 'ndjson') yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
      else yield (page === 0 ? BYTE_ORDER_MARK + csvLines([COLUMNS]) : '') + (entries.length ? csvLines(entries.map(cellsOf)) : '');
    }
  }

  private async enter(): Promise<{ ability: Ability; registry: Registry }> {
    const ability = await this.gate.ability();
    const registry = await this.nouns.here();
    if (ability.of(registry.of(Member)).rows('audit').kind !== 'always') throw new Forbidden('Your role does not allow you to read the audit log. It takes the right to audit all members.');
    return { ability, registry };
  }

  private async entries(told: readonly Told[], { ability, registry }: { ability: Ability; registry: Registry }, language?: string): Promise<AuditEntry[]> {
    const known = new Map<string, readonly Field[]>();
    const open = (subject: string) => known.get(subject) ?? known.set(subject, openFields(subject, ability, registry)).get(subject)!;
    const [actorOf, then] = await Promise.all([this.actors.of(told, ability, registry), this.untold.of(told, registry, open)]);
    const wording = wordingFor(this.words, language, ability.access);
    return told.map((entry) => {
      const { id, kind, subject, recordId, what, requestId, reason, after } = entry;
      const changes = changesIn(entry, open(subject), then.get(id));
      const actor = actorOf(entry);
      const resource = registry.find(subject);
      const values = (side: 'from' | 'to') => (kind === 'fact' ? null : Object.fromEntries(changes.map((change) => [change.field.name, change[side]])));
      // What a fact says may be of any field, so it is for those who may read them all.
      const complete = !resource || open(subject).length === historicFields(resource).length;
      const say = kind === 'fact' || !resource ? wording.fact(what, actor) : wording.step(stepOf(entry), actor, resource, changes.map(({ field }) => field));
      return { id, at: entry.happenedAt.toISOString(), kind, subject, record: recordId, what, actor, request: requestId, reason, say, before: values('from'), after: values('to'), data: kind === 'fact' && complete ? after : null };
    });
  }
}

/** Those whose value the reader sees in every record there is. */
function openFields(subject: string, ability: Ability, registry: Registry): Field[] {
  const resource = registry.find(subject);
  return resource ? historicFields(resource).filter(({ name }) => ability.of(resource).rows('read', [name]).kind === 'always') : [];
}

function cellsOf({ actor, before, after, data, ...entry }: AuditEntry): string[] {
  const json = (value: Json) => (value === null ? '' : JSON.stringify(value));
  const { id, at, kind, subject, record, what, request, reason, say } = entry;
  return [id, at, kind, subject, record, what, actor.kind, actor.id, actor.name, request, reason, say, json(before), json(after), json(data)].map((text) => neutralised(text ?? ''));
}
