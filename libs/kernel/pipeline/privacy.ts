import { Injectable } from '@nestjs/common';
import type { Field, Json, PersonalClass, Stored } from '#kernel/field/field.js';
import type { Ability } from '#kernel/gate/ability.js';
import { Gate } from '#kernel/gate/gate.js';
import { all } from '#kernel/gate/predicate.js';
import { quoted, SqlWriter, toSql } from '#kernel/gate/sql.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { isPersonal, type ResourceModel } from '#kernel/resource/model.js';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { changeOf, Drafts } from './change.js';
import { factStatement } from './facts.js';
import { Hooks } from './hooks.js';
import { idIs } from './list-query.js';
import { Forbidden, Invalid, NotFound } from './problem.js';
import { ReadDoor } from './read.js';
import { customKey } from './select.js';
import { named } from './statements.js';
import { lockStatement, updateStatement } from './write-statements.js';

const MOST_ENTRIES = 10_000;
const FORGOTTEN = 'forgotten';
const ROW = 't';

interface Entry {
  at: Date;
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
    private readonly nouns: Nouns,
    private readonly hooks: Hooks,
    private readonly read: ReadDoor,
  ) {}

  /** The record and all that its personal fields have ever held, as JSON text; only fields that the actor may see. */
  async disclose(noun: ResourceModel, id: string): Promise<string> {
    const { resource, ability } = await this.enter(noun);
    const record = JSON.parse((await this.read.get(resource, id)).json) as Record;
    if (!(await this.mayDisclose(resource, id, ability))) throw new Forbidden(`Your role does not allow you to export this ${resource.label.toLowerCase()}.`);
    const visibility = ability.of(resource).visibility();
    const fields = [...resource.fields.values()].filter((field) => isPersonal(field) && visibility.get(field.name) === 'shown');
    const history = await this.tenancy.read<Entry>(
      named(
        'privacy.history',
        `SELECT happened_at AS at, what, actor_id AS by, reason, before, after FROM ledger_entry WHERE organization_id = $1 AND subject = $2 AND record_id = $3 ORDER BY id LIMIT ${MOST_ENTRIES}`,
        [currentOrganizationId(), resource.name, id],
      ),
    );
    await this.tenancy.write(factStatement('person.disclosed', resource.name, id, { fields: fields.map(({ name }) => name) }));
    return JSON.stringify({
      resource: resource.name,
      id,
      fields: fields.map((field) => ({ name: field.name, label: field.label, class: field.personal, value: valueIn(record, field) })),
      history: history.map(({ before, after, ...entry }) => ({ ...entry, before: valuesOf(before, fields), after: valuesOf(after, fields) })),
    });
  }

  /** Empties what is personal wherever it is kept, and deletes the record. What refers to it keeps its place and learns nothing. */
  async forget(noun: ResourceModel, id: string): Promise<void> {
    const { resource, ability } = await this.enter(noun);
    const own = ability.of(resource);
    if (!isUuid(id)) throw new NotFound();
    await this.tenancy.transaction(async (transaction) => {
      const rule = all([idIs(resource, id), own.rows('read'), own.rows('erase')]);
      const [live] = await this.lock(transaction, resource, rule, false);
      if (live) return this.erase(transaction, resource, ability, live, personalFields(resource), false);
      const [deleted] = await this.lock(transaction, resource, rule, true);
      if (deleted) return this.erase(transaction, resource, ability, deleted, personalFields(resource), true);
      // Says 404 where there is nothing to read; what can be read is forbidden.
      await this.read.get(resource, id, { fields: 'id' });
      throw new Forbidden(`Your role does not allow you to erase this ${resource.label.toLowerCase()}.`);
    });
  }

  /** Empties the fields of a class in records that were deleted before this moment; how many there were. */
  async forgetDeleted(noun: ResourceModel, kind: PersonalClass, before: Date, most: number): Promise<number> {
    const { resource, ability } = await this.enter(noun);
    const fields = personalFields(resource).filter(({ personal }) => personal === kind);
    if (!fields.length) return 0;
    return this.tenancy.transaction(async (transaction) => {
      const writer = new SqlWriter(currentOrganizationId());
      const held = fields.map((field) => this.isHeld(field, writer)).join(' OR ');
      const text = `SELECT ${ROW}.id FROM ${quoted(resource.table)} ${ROW} WHERE ${ROW}.organization_id = $1 AND ${ROW}.deleted_at < ${writer.bind(before, 'timestamptz')} AND (${held}) ORDER BY ${ROW}.id LIMIT ${most}`;
      const due = await transaction.query<{ id: string }>(named(`${resource.name}.forget`, text, writer.values));
      for (const { id } of due) {
        const [row] = await this.lock(transaction, resource, idIs(resource, id), true);
        if (row) await this.erase(transaction, resource, ability, row, fields, true);
      }
      return due.length;
    });
  }

  private async erase(transaction: Transaction, resource: ResourceModel, ability: Ability, before: Record, fields: readonly Field[], deleted: boolean): Promise<void> {
    const id = before['id'] as string;
    const emptied = new Map(fields.map((field) => [field, emptyOf(field, id)]));
    const drafts = new Drafts([{ kind: 'delete', id, before, accepted: emptied }]);
    const changes = drafts.all.map((draft) => changeOf(resource, draft, drafts.errors));
    if (!deleted) await this.hooks.run('before', resource.resourceClass, changes);
    if (drafts.errors.length) throw new Invalid(drafts.errors);
    const author = { organizationId: currentOrganizationId(), by: actorIdOf(currentScope().actor), memberId: ability.access.memberId, now: currentScope().clock.now() };
    await transaction.query(updateStatement(resource, emptied, idIs(resource, id), ability, author, deleted ? { deleted } : { deletedAt: author.now }));
    await transaction.query(eraseStatement(resource, id, fields));
    if (!deleted) await this.hooks.run('after', resource.resourceClass, changes);
    await transaction.query(factStatement('person.forgotten', resource.name, id, { fields: fields.map(({ name }) => name) }));
  }

  private async mayDisclose(resource: ResourceModel, id: string, ability: Ability): Promise<boolean> {
    const writer = new SqlWriter(currentOrganizationId());
    const rule = toSql(all([idIs(resource, id), ability.of(resource).rows('export')]), resource, ROW, writer);
    const [row] = await this.tenancy.read(named(`${resource.name}.disclose`, `SELECT 1 AS may FROM ${quoted(resource.table)} ${ROW} WHERE ${ROW}.organization_id = $1 AND ${rule}`, writer.values));
    return row !== undefined;
  }

  private isHeld(field: Field, writer: SqlWriter): string {
    if (field.storage === 'custom') return `${ROW}.custom ? ${writer.bind(customKey(field), 'text')}`;
    const column = `${ROW}.${quoted(field.column)}`;
    const empty = emptyOf(field, null)?.[''];
    if (empty === undefined) return `${column} IS NOT NULL`;
    return typeof empty === 'string' ? `NOT starts_with(lower(${column}), '${FORGOTTEN}')` : `${column} <> ${writer.bind(empty, field.type.columns(field)[0]!.type)}`;
  }

  private async lock(transaction: Transaction, resource: ResourceModel, rule: Parameters<typeof lockStatement>[1], deleted: boolean): Promise<Record[]> {
    const rows = await transaction.query<{ row: Record }>(lockStatement(resource, rule, currentOrganizationId(), deleted));
    return rows.map(({ row }) => row);
  }

  private async enter(noun: ResourceModel): Promise<{ resource: ResourceModel; ability: Ability }> {
    const ability = await this.gate.ability();
    return { resource: (await this.nouns.here()).get(noun.name), ability };
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

/** In the ledger and wherever else the database keeps what was said of the record. */
function eraseStatement(resource: ResourceModel, id: string, fields: readonly Field[]) {
  const columns = fields.filter(({ storage }) => storage === 'column').flatMap((field) => field.type.columns(field).map(({ suffix }) => (suffix ? `${field.column}_${suffix}` : field.column)));
  const own = fields.filter(({ storage }) => storage === 'custom').map(customKey);
  return named('privacy.erase', 'SELECT erase_record_values($1, $2, $3, $4) WHERE $5::uuid IS NOT NULL', [resource.name, id, columns, own, currentOrganizationId()]);
}

function valueIn(record: Record, field: Field): Json {
  return (field.storage === 'custom' ? (record['custom'] as Record | undefined)?.[customKey(field)] : record[field.name]) ?? null;
}

/** A row of the ledger by the names of fields. */
function valuesOf(row: Entry['before'], fields: readonly Field[]): Record | null {
  if (!row) return null;
  const values = fields.flatMap((field): [string, Json][] => {
    if (field.storage === 'custom') return [[field.name, (row['custom'] as Record | undefined)?.[customKey(field)] ?? null]];
    return field.type.columns(field).map(({ suffix }) => [suffix ? `${field.name}.${suffix}` : field.name, row[suffix ? `${field.column}_${suffix}` : field.column] ?? null]);
  });
  return Object.fromEntries(values.filter(([, value]) => value !== null));
}
