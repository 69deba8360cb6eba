import { Injectable } from '@nestjs/common';
import type { Field, Json, PersonalClass, Stored } from '#kernel/field/field.js';
import type { Ability } from '#kernel/gate/ability.js';
import { Gate } from '#kernel/gate/gate.js';
import { all } from '#kernel/gate/predicate.js';
import { quoted, SqlWriter } from '#kernel/gate/sql.js';
import { columnName } from '#kernel/resource/database-names.js';
import { isPersonal, type ResourceModel } from '#kernel/resource/model.js';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement, Transaction } from '#kernel/tenancy/transaction.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { factStatement } from './facts.js';
import { idIs } from './list-query.js';
import { Forbidden, NotFound } from './problem.js';
import { ReadDoor } from './read.js';
import { customKey } from './select.js';
import { named } from './statements.js';
import { WriteDoor } from './write.js';
import { lockStatement, updateStatement } from './write-statements.js';

const MOST_ENTRIES = 10_000;
const FORGOTTEN = 'forgotten';
const ROW = 't';

interface Entry {
  at: Date;
  isFact: boolean;
  what: string;
  by: string | null;
  reason: string | null;
  before: { [column: string]: Json } | null;
  after: { [column: string]: Json } | null;
}

type Record = { [field: string]: Json };

/** What a person may ask of those who keep records about them: to see it all, and to be forgotten. */
@Injectable()
export class PrivacyDoor {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly read: ReadDoor,
    private readonly write: WriteDoor,
  ) {}

  /** The record, deleted or not, and all that its personal fields have ever held, as JSON text. Not complete when some are hidden from the actor. */
  async disclose(noun: ResourceModel, id: string): Promise<string> {
    const { resource, ability } = await this.gate.enter(noun);
    const visibility = ability.of(resource).visibility();
    const held = [...resource.fields.values()].filter(isPersonal);
    const fields = held.filter(({ name }) => visibility.get(name) === 'shown');
    const complete = fields.length === held.length;
    return this.tenancy.transaction(async (transaction) => {
      const { record } = await this.find(transaction, resource, ability, 'disclose', id);
      const history = await transaction.query<Entry>(historyStatement(resource, id));
      await transaction.query(factStatement('person.disclosed', resource.name, id, { fields: fields.map(({ name }) => name) }));
      return JSON.stringify({
        resource: resource.name,
        id,
        complete,
        fields: fields.map(({ name, label, personal }) => ({ name, label, class: personal, value: record[name] ?? null })),
        history: history.map(({ isFact, before, after, ...entry }) => ({ ...entry, before: valuesOf(before, fields), after: isFact && complete ? after : valuesOf(after, fields) })),
      });
    });
  }

  /** Deletes the record and empties what is personal wherever it is kept. What must refer to it goes on to, and learns nothing. */
  async forget(noun: ResourceModel, id: string): Promise<void> {
    const { resource, ability, registry } = await this.gate.enter(noun);
    await this.tenancy.transaction(async (transaction) => {
      const { deleted } = await this.find(transaction, resource, ability, 'erase', id);
      if (!deleted) await this.write.remove(transaction, resource, idIs(resource, id), ability, registry, { emptied: true });
      await this.erase(transaction, resource, ability, id, personalFields(resource), true);
    });
  }

  /** Empties the fields of a class in records that were deleted before this moment; how many there were. */
  async forgetDeleted(noun: ResourceModel, kind: PersonalClass, before: Date, most: number): Promise<number> {
    const { resource, ability } = await this.gate.enter(noun);
    const fields = personalFields(resource).filter(({ personal }) => personal === kind);
    if (!fields.length) return 0;
    return this.tenancy.transaction(async (transaction) => {
      const writer = new SqlWriter(currentOrganizationId());
      const held = fields.map((field) => this.isHeld(field, writer)).join(' OR ');
      const text = `SELECT ${ROW}.id FROM ${quoted(resource.table)} ${ROW} WHERE ${ROW}.organization_id = $1 AND ${ROW}.deleted_at < ${writer.bind(before, 'timestamptz')} AND (${held}) ORDER BY ${ROW}.id LIMIT ${most}`;
      const due = await transaction.query<{ id: string }>(named(`${resource.name}.forget`, text, writer.values));
      for (const { id } of due) await this.erase(transaction, resource, ability, id, fields, kind === 'personal');
      return due.length;
    });
  }

  /** `unknown`: also the values of the organisation's own fields that nobody can tell the class of, since their definition is gone. */
  private async erase(transaction: Transaction, resource: ResourceModel, ability: Ability, id: string, fields: readonly Field[], unknown: boolean): Promise<void> {
    const emptied = new Map(fields.map((field) => [field, emptyOf(field, id)]));
    const author = { organizationId: currentOrganizationId(), by: actorIdOf(currentScope().actor), memberId: ability.access.memberId, now: currentScope().clock.now() };
    await transaction.query(updateStatement(resource, emptied, idIs(resource, id), ability, author, { deleted: true }));
    for (const statement of eraseStatements(resource, id, fields, unknown)) await transaction.query(statement);
    await transaction.query(factStatement('person.forgotten', resource.name, id, { fields: fields.map(({ name }) => name) }));
  }

  private async find(transaction: Transaction, resource: ResourceModel, ability: Ability, action: 'disclose' | 'erase', id: string): Promise<{ record: Record; deleted: boolean }> {
    if (!isUuid(id)) throw new NotFound();
    const rule = all([idIs(resource, id), ability.of(resource).rows('read'), ability.of(resource).rows(action)]);
    for (const deleted of [false, true]) {
      const [found] = await transaction.query<{ row: Record }>(lockStatement(resource, rule, currentOrganizationId(), { deleted }));
      if (found) return { record: found.row, deleted };
    }
    // Says 404 where there is nothing to read; what can be read is forbidden.
    await this.read.get(resource, id, { fields: 'id' });
    throw new Forbidden(`Your role does not allow you to ${action === 'erase' ? 'erase' : 'disclose'} what is held about this ${resource.label.toLowerCase()}.`);
  }

  private isHeld(field: Field, writer: SqlWriter): string {
    if (field.storage === 'custom') return `${ROW}.custom ? ${writer.bind(customKey(field), 'text')}`;
    const column = `${ROW}.${quoted(field.column)}`;
    const empty = emptyOf(field, null)?.[''];
    if (empty === undefined) return `${column} IS NOT NULL`;
    return typeof empty === 'string' ? `NOT starts_with(lower(${column}), '${FORGOTTEN}')` : `${column} <> ${writer.bind(empty, field.type.columns(field)[0]!.type)}`;
  }

}

/** Those that hold what they show; the others are made of them. */
function personalFields({ fields }: ResourceModel): Field[] {
  return [...fields.values()].filter((field) => isPersonal(field) && !field.type.columns(field)[0]?.generatedAs);
}

/** What must not be empty says that it was forgotten; what must be unique says so in its own way. */
function emptyOf(field: Field, id: string | null): Stored | null {
  if (!field.required) return null;
  const word = field.options.unique && id ? `${FORGOTTEN}-${id}` : FORGOTTEN;
  for (const value of [word, `${word}@example.invalid`, field.type.example(field, 0)]) {
    const stored = field.type.accept(value, field, () => undefined);
    if (stored) return stored;
  }
  throw new TypeError(`Nothing can stand in the place of ${field.name}.`);
}

function historyStatement(resource: ResourceModel, id: string): Statement {
  const text = `SELECT happened_at AS at, kind = 'fact' AS "isFact", what, actor_id AS by, reason, before, after FROM ledger_entry
    WHERE organization_id = $1 AND subject = $2 AND record_id = $3 ORDER BY id LIMIT ${MOST_ENTRIES}`;
  return named('privacy.history', text, [currentOrganizationId(), resource.name, id]);
}

/** In the ledger and wherever else the database keeps what was said of the record; of the organisation's own fields, only `kept` stay where unknown ones go, too. */
function eraseStatements(resource: ResourceModel, id: string, fields: readonly Field[], unknown: boolean): Statement[] {
  const columns = fields.filter(({ storage }) => storage === 'column').flatMap((field) => field.type.columns(field).map((column) => columnName(field, column)));
  const own = (chosen: Iterable<Field>) => [...chosen].filter(({ storage }) => storage === 'custom').map(customKey);
  const kept = unknown ? own([...resource.fields.values()].filter((field) => !fields.includes(field))) : null;
  const custom = `UPDATE ${quoted(resource.table)} SET custom = (SELECT coalesce(jsonb_object_agg(c.key, c.value), '{}') FROM jsonb_each(custom) c WHERE c.key = ANY ($3::text[]))
    WHERE organization_id = $1 AND id = $2 AND custom <> '{}'`;
  return [
    ...(kept ? [named(`${resource.name}.forget`, custom, [currentOrganizationId(), id, kept])] : []),
    named('privacy.erase', 'SELECT erase_record_values($1, $2, $3, $4, $5) WHERE $6::uuid IS NOT NULL', [resource.name, id, columns, own(fields), kept, currentOrganizationId()]),
  ];
}

/** A row of the ledger by the names of fields. */
function valuesOf(row: Entry['before'], fields: readonly Field[]): Record | null {
  if (!row) return null;
  const values = fields.flatMap((field): [string, Json][] => {
    if (field.storage === 'custom') return [[field.name, (row['custom'] as Record | undefined)?.[customKey(field)] ?? null]];
    return field.type.columns(field).map((column) => [column.suffix ? `${field.name}.${column.suffix}` : field.name, row[columnName(field, column)] ?? null]);
  });
  return Object.fromEntries(values.filter(([, value]) => value !== null));
}
