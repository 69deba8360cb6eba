import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import type { Ability } from '#kernel/gate/ability.js';
import { Gate } from '#kernel/gate/gate.js';
import { all, compare, type Predicate, type Row } from '#kernel/gate/predicate.js';
import { quoted, SqlWriter, toSql } from '#kernel/gate/sql.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement, Transaction } from '#kernel/tenancy/transaction.js';
import { isUuid, uuidv7 } from '#kernel/tenancy/uuid.js';
import { accept, withDefaults, type Accepted } from './accept.js';
import { changeOf, Drafts } from './change.js';
import { explained } from './database-errors.js';
import { forgottenStatement } from './facts.js';
import { Hooks } from './hooks.js';
import { idIs } from './list-query.js';
import { Conflict, Forbidden, Invalid, NotFound, PreconditionFailed } from './problem.js';
import type { ReadRecord } from './read.js';
import { missingReferences, referenceCheck, releaseReferrers } from './references.js';
import { named } from './statements.js';
import { insertStatement, lockStatement, updateStatement, type Author, type WrittenRow } from './write-statements.js';

/** One of the three doors to the data. Every write of every path takes these steps: accept, prepare, check, save. */
@Injectable()
export class WriteDoor {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly hooks: Hooks,
  ) {}

  async create(noun: ResourceModel, body: unknown): Promise<ReadRecord> {
    const { resource, ability, registry } = await this.gate.enter(noun);
    const own = ability.of(resource);
    if (!own.may('create')) throw new Forbidden(`Your role does not allow you to create ${resource.plural}.`);
    const given = accept(body, 'create', own);
    const rule = own.rows('create', [...given.keys()].map(({ name }) => name));
    const accepted = withDefaults(given, resource, ability.access.memberId);
    const id = uuidv7();
    const drafts = new Drafts([{ kind: 'create', id, before: null, accepted }]);
    const insert = () => insertStatement(resource, drafts.accepted(id), id, rule, ability, this.author(ability));
    if (rule.kind === 'always' && !this.hooks.concern(resource.resourceClass, 'create', []) && !this.referencesOf(accepted, resource, ability, registry)) return this.saved(resource, this.tenancy.write<WrittenRow>(insert()));
    return this.tenancy.transaction(async (transaction) => {
      await this.prepare(resource, drafts);
      const [row] = await this.savedWithReferences(transaction, resource, this.referencesOf(drafts.accepted(id), resource, ability, registry), insert);
      if (!row!.within) throw new Forbidden(`Your role does not allow you to create such a ${resource.label.toLowerCase()}. Check whose it will be.`);
      await this.finish(resource, drafts);
      return { json: row!.json, version: row!.version };
    });
  }

  /** `ifVersion` is the version the client has read; another one in the database is a conflict, not a loss. */
  async update(noun: ResourceModel, id: string, body: unknown, ifVersion?: number): Promise<ReadRecord> {
    const { resource, ability, registry } = await this.gate.enter(noun);
    if (!isUuid(id)) throw new NotFound();
    if (!ability.of(resource).may('update')) throw await this.refusal(resource, idIs(resource, id), ability);
    const accepted = accept(body, 'update', ability.of(resource));
    const rule = all([idIs(resource, id), ability.of(resource).rows('read'), ability.of(resource).rows('update', [...accepted.keys()].map(({ name }) => name))]);
    const update = (values: Accepted) => updateStatement(resource, values, rule, ability, this.author(ability), { ifVersion });
    const refused = () => this.refusal(resource, idIs(resource, id), ability, ifVersion);
    if (!this.needsTheOldRecord(resource, accepted)) {
      const references = this.referencesOf(accepted, resource, ability, registry);
      if (!references) return this.saved(resource, this.tenancy.write<WrittenRow>(update(accepted)), refused);
      return this.tenancy.transaction((transaction) => this.saved(resource, this.savedWithReferences(transaction, resource, references, () => update(accepted)), refused));
    }
    return this.tenancy.transaction(async (transaction) => {
      const [before] = await this.lock(transaction, resource, rule, { stays: true });
      if (!before) throw await refused();
      const drafts = new Drafts([{ kind: 'update', id, before, accepted }]);
      await this.prepare(resource, drafts);
      const references = this.referencesOf(drafts.accepted(id), resource, ability, registry);
      const [row] = await this.savedWithReferences(transaction, resource, references, () => update(drafts.accepted(id)));
      if (!row) throw await refused();
      await this.finish(resource, drafts);
      return { json: row.json, version: row.version };
    });
  }

  /** Soft: the record can be restored until retention removes it for good. */
  async delete(noun: ResourceModel, id: string, ifVersion?: number): Promise<void> {
    const { resource, ability, registry } = await this.gate.enter(noun);
    if (!isUuid(id)) throw new NotFound();
    const rule = all([idIs(resource, id), ability.of(resource).rows('read'), ability.of(resource).rows('delete')]);
    await this.tenancy.transaction(async (transaction) => {
      const gone = await this.remove(transaction, resource, rule, ability, registry, { ifVersion });
      if (!gone) throw await this.refusal(resource, idIs(resource, id), ability, ifVersion);
    });
  }

  async restore(noun: ResourceModel, id: string): Promise<ReadRecord> {
    const { resource, ability } = await this.gate.enter(noun);
    if (!isUuid(id)) throw new NotFound();
    const rule = all([idIs(resource, id), ability.of(resource).rows('read'), ability.of(resource).rows('delete')]);
    return this.tenancy.transaction(async (transaction) => {
      const [before] = await this.lock(transaction, resource, rule, { deleted: true });
      if (!before) throw new NotFound();
      if ((await transaction.query(forgottenStatement(resource.name, id))).length) throw new Conflict('It has been forgotten: nothing of it is left to restore.');
      const drafts = new Drafts([{ kind: 'restore', id, before, accepted: new Map() }]);
      await this.prepare(resource, drafts);
      const restored = await this.saved(resource, transaction.query<WrittenRow>(updateStatement(resource, drafts.accepted(id), rule, ability, this.author(ability), { deletedAt: null })));
      await this.finish(resource, drafts);
      return restored;
    });
  }

  /** Inside the transaction of a door. What still needs the record refuses, unless it stays behind, emptied. */
  async remove(transaction: Transaction, resource: ResourceModel, rule: Predicate, ability: Ability, registry: Registry, { ifVersion, emptied }: { ifVersion?: number; emptied?: boolean } = {}): Promise<boolean> {
    const rows = await this.lock(transaction, resource, rule);
    if (!rows.length || (ifVersion !== undefined && rows[0]!.version !== ifVersion)) return false;
    const ids = rows.map((row) => row.id as string);
    const drafts = new Drafts(rows.map((before) => ({ kind: 'delete', id: before.id as string, before, accepted: new Map() })));
    await this.prepare(resource, drafts);
    // What goes with a record goes because of it: the right to delete this one is what counts.
    await releaseReferrers(ids, resource, registry, transaction, async (other, otherIds) => {
      await this.remove(transaction, other, compare(other.fields.get('id')!, 'in', otherIds), ability, registry, { emptied });
    }, emptied);
    const these = compare(resource.fields.get('id')!, 'in', ids);
    await transaction.query(updateStatement(resource, new Map(), these, ability, this.author(ability), { deletedAt: currentScope().clock.now() }));
    await this.finish(resource, drafts);
    return true;
  }

  /** Cross-field rules of the module and moves between states; all complaints at once. */
  private async prepare(resource: ResourceModel, drafts: Drafts): Promise<void> {
    const changes = drafts.all.map((draft) => changeOf(resource, draft, drafts.errors));
    drafts.checkMoves();
    await this.hooks.run('before', resource.resourceClass, changes);
    if (drafts.errors.length) throw new Invalid(drafts.errors);
  }

  private async finish(resource: ResourceModel, drafts: Drafts): Promise<void> {
    await this.hooks.run('after', resource.resourceClass, drafts.all.map((draft) => changeOf(resource, draft, drafts.errors)));
    if (drafts.errors.length) throw new Invalid(drafts.errors);
  }

  private needsTheOldRecord(resource: ResourceModel, accepted: Accepted): boolean {
    return [...accepted.keys()].some(({ type }) => type.mayMove) || this.hooks.concern(resource.resourceClass, 'update', [...accepted.keys()].map(({ name }) => name));
  }

  private referencesOf(accepted: Accepted, resource: ResourceModel, ability: Ability, registry: Registry): Statement | null {
    return referenceCheck(accepted, resource, ability, registry, currentOrganizationId());
  }

  private async lock(transaction: Transaction, resource: ResourceModel, rule: Predicate, how?: { deleted?: boolean; stays?: boolean }): Promise<Row[]> {
    const rows = await transaction.query<{ row: { [field: string]: Json } }>(lockStatement(resource, rule, currentOrganizationId(), how));
    return rows.map(({ row }) => row);
  }

  /** The question about references and the write travel together; the answer to the first decides. */
  private async savedWithReferences(transaction: Transaction, resource: ResourceModel, references: Statement | null, write: () => Statement): Promise<WrittenRow[]> {
    const [found, written] = await Promise.allSettled([references ? transaction.query<{ [field: string]: boolean }>(references) : [], transaction.query<WrittenRow>(write())]);
    if (found.status === 'rejected') throw found.reason;
    const missing = missingReferences(found.value[0]);
    if (missing.length) throw new Invalid(missing);
    if (written.status === 'rejected') throw explained(written.reason, resource);
    return written.value;
  }

  private async saved(resource: ResourceModel, writing: Promise<WrittenRow[]>, refusal?: () => Promise<Error>): Promise<ReadRecord> {
    const [row] = await writing.catch((error: unknown) => {
      throw explained(error, resource);
    });
    if (!row) throw await refusal!();
    return { json: row.json, version: row.version };
  }

  /** Why nothing was written. What the actor cannot read is not there; only what they can read is forbidden. */
  private async refusal(resource: ResourceModel, which: Predicate, ability: Ability, ifVersion?: number): Promise<Error> {
    const writer = new SqlWriter(currentOrganizationId());
    const where = toSql(all([which, ability.of(resource).rows('read')]), resource, 't', writer);
    const text = `SELECT t.version FROM ${quoted(resource.table)} t WHERE t.organization_id = $1 AND t.deleted_at IS NULL AND ${where}`;
    const [row] = await this.tenancy.read<{ version: number }>(named(`${resource.name}.refusal`, text, writer.values));
    if (!row) return new NotFound();
    if (ifVersion !== undefined && row.version !== ifVersion) return new PreconditionFailed();
    return new Forbidden(`Your role does not allow you to change this ${resource.label.toLowerCase()} in this way.`);
  }

  private author({ access }: Ability): Author {
    const { actor, clock } = currentScope();
    return { organizationId: currentOrganizationId(), by: actor.kind === 'key' || actor.kind === 'client' ? actorIdOf(actor) : access.memberId, now: clock.now() };
  }
}
