import { Injectable, Optional } from '@nestjs/common';
import type { Field } from '#kernel/field/field.js';
import { viewpointOf } from '#kernel/gate/access.js';
import { remembered, type Ability } from '#kernel/gate/ability.js';
import { Gate } from '#kernel/gate/gate.js';
import { all, compare, type Predicate } from '#kernel/gate/predicate.js';
import { quoted, SqlWriter, toSql } from '#kernel/gate/sql.js';
import { actionsOf, type ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { behindCursor, decodeCursor, encodeCursor, orderBy, sortColumn, unreadable } from './cursor.js';
import { LARGEST_PAGE, QueryReader, type ListQuery, type ListRequest } from './list-query.js';
import { NotFound } from './problem.js';
import { recordColumns, type RecordColumns, type Selection } from './select.js';
import { searchCondition } from './search.js';
import { named } from './statements.js';

/** A record as JSON text, ready for the socket. */
export interface ReadRecord {
  json: string;
  version: number;
}

interface ListRow {
  json: string;
  [key: `k${number}`]: string | null;
}

const ROW = 't';

/** Learns what is shown, of one record or of a list, before it is answered. */
export abstract class Onlooker {
  abstract shown(resource: ResourceModel, id: string | null, selection: Selection, ability: Ability, json: readonly string[]): void | Promise<void>;
}

/** One of the three doors to the data: everything that is read passes the gate here, inside the statement itself. */
@Injectable()
export class ReadDoor {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    @Optional() private readonly onlooker?: Onlooker,
  ) {}

  /** The record, with the links to what this actor may do with it. Missing and unreadable answer alike. */
  async get(noun: ResourceModel, id: string, request: Pick<ListRequest, 'fields' | 'include'> = {}): Promise<ReadRecord> {
    const { resource, ability, registry } = await this.gate.enter(noun);
    const { statement, links, selection } = remembered(ability.of(resource), `get ${request.fields ?? ''} ${request.include ?? ''}`, () =>
      getStatement(resource, ability, this.reader(resource, ability, registry).one(request)),
    );
    if (!isUuid(id)) throw new NotFound();
    const [row] = await this.tenancy.read<{ json: string; version: number } & Record<string, boolean>>(statement(id));
    if (!row) throw new NotFound();
    await this.onlooker?.shown(resource, id, selection, ability, [row.json]);
    return { json: `${row.json.slice(0, -1)},"_links":${links(id, row)}}`, version: row.version };
  }

  /** A page as JSON text: `{ "data": […], "page": { "next": … } }`. */
  async list(noun: ResourceModel, request: ListRequest): Promise<string> {
    const { resource, ability, registry } = await this.gate.enter(noun);
    const query = this.reader(resource, ability, registry).list(request);
    const [page, count] = await Promise.all([this.page(resource, ability, query), query.count ? this.count(resource, ability, query) : null]);
    const more = page.length > query.limit;
    const rows = more ? page.slice(0, query.limit) : page;
    await this.onlooker?.shown(resource, null, query.selection, ability, rows.map(({ json }) => json));
    const last = more ? rows.at(-1) : undefined;
    const next = last ? JSON.stringify(encodeCursor(query.sort, query.sort.map((_, index) => last[`k${index}`]!))) : 'null';
    return `{"data":[${rows.map(({ json }) => json).join(',')}],"page":{"next":${next}${count === null ? '' : `,"count":${count}`}}}`;
  }

  /** How many a list would hold, as JSON text; of those that the actor may do this with. */
  async total(noun: ResourceModel, request: ListRequest, action = 'read'): Promise<string> {
    const { resource, ability, registry } = await this.gate.enter(noun);
    const query = narrowed(this.reader(resource, ability, registry).list(request), ability.of(resource).rows(action));
    return `{"count":${await this.count(resource, ability, query)}}`;
  }

  /** All that a list would hold and that the actor may do this with, by id. Each page is a statement of its own, under the rights of its moment. */
  async *pages(noun: ResourceModel, request: ListRequest, action: string, limit: number): AsyncGenerator<{ fields: readonly Field[]; rows: string[] }> {
    for (let after: string | null = null, more = true; more; ) {
      const { resource, ability, registry } = await this.gate.enter(noun);
      const own = ability.of(resource);
      const query = eldestFirst(resource, { ...narrowed(this.reader(resource, ability, registry).list(request), own.rows(action)), limit, after });
      const found = await this.page(resource, ability, query);
      const page = found.slice(0, limit);
      more = found.length > limit;
      after = more ? encodeCursor(query.sort, [page.at(-1)!.k0!]) : null;
      yield { fields: query.selection.fields.filter(({ name }) => own.rows(action, [name]).kind !== 'never'), rows: page.map(({ json }) => json) };
    }
  }

  /** Those of a few records that the actor may read, by id, as JSON text; each counts as opened. */
  async each(noun: ResourceModel, ids: readonly string[]): Promise<Map<string, string>> {
    const { resource, ability, registry } = await this.gate.enter(noun);
    if (ids.length > LARGEST_PAGE) throw new RangeError(`${ids.length} records are too many to read at once.`);
    const selection = this.reader(resource, ability, registry).one({});
    const rows = await this.page(resource, ability, eldestFirst(resource, { where: compare(resource.fields.get('id')!, 'in', ids), selection, limit: LARGEST_PAGE }));
    for (const { k0, json } of rows) await this.onlooker?.shown(resource, k0!, selection, ability, [json]);
    return new Map(rows.map(({ k0, json }) => [k0!, json]));
  }

  /** Ids of all that a condition finds, in the order of their making; for machinery that goes on to act on each. */
  async ids(noun: ResourceModel, where: Predicate, most: number): Promise<string[]> {
    const { resource, ability } = await this.gate.enter(noun);
    const rows = await this.page(resource, ability, eldestFirst(resource, { where, selection: { fields: [resource.fields.get('id')!], include: [] }, limit: most - 1 }));
    return rows.map(({ k0 }) => k0!);
  }

  private async page(resource: ResourceModel, ability: Ability, query: ListQuery): Promise<ListRow[]> {
    return this.tenancy.read<ListRow>(pageStatement(resource, ability, query)).catch((error: unknown) => {
      throw query.after ? unreadable(error) : error;
    });
  }

  private async count(resource: ResourceModel, ability: Ability, query: ListQuery): Promise<number> {
    const writer = new SqlWriter(currentOrganizationId());
    const text = `SELECT count(*)::integer AS count FROM ${quoted(resource.table)} ${ROW} WHERE ${conditions(resource, ability, query, writer)}`;
    const [row] = await this.tenancy.read<{ count: number }>(named(`${resource.name}.count`, text, writer.values));
    return row!.count;
  }

  private reader(resource: ResourceModel, ability: Ability, registry: Registry): QueryReader {
    return new QueryReader(resource, ability, viewpointOf(ability.access, currentScope().clock), registry);
  }
}

interface Getting {
  selection: Selection;
  statement(id: string): Statement;
  links(id: string, row: Record<string, unknown>): string;
}

function getStatement(resource: ResourceModel, ability: Ability, selection: Selection): Getting {
  const writer = new SqlWriter(currentOrganizationId());
  const which = `${ROW}.id = ${writer.bind(null, 'uuid')}`;
  const columns = recordColumns(resource, selection, ROW, ability, writer);
  const links = linkColumns(resource, ability, writer);
  const rows = `${quoted(resource.table)} ${ROW} WHERE ${ROW}.organization_id = $1 AND ${which} AND ${ROW}.deleted_at IS NULL AND ${toSql(ability.of(resource).rows('read'), resource, ROW, writer)}`;
  const text = selected(`${ROW}.version${links.sql}`, rows, columns);
  const [organization, , ...others] = writer.values;
  const { name } = named(`${resource.name}.get`, text, []);
  return { statement: (id) => ({ name, text, values: [organization, id, ...others], recordColumns: columns.count }), links: links.json, selection };
}

function eldestFirst(resource: ResourceModel, query: Pick<ListQuery, 'where' | 'selection' | 'limit'> & Partial<ListQuery>): ListQuery {
  return { after: null, q: null, count: false, deleted: false, ...query, sort: [{ field: resource.fields.get('id')!, descending: false }] };
}

function narrowed(query: ListQuery, rule: Predicate): ListQuery {
  return { ...query, where: all([query.where, rule]) };
}

/** The limit is a checked number and stands in the text: with a parameter Postgres would plan anew each time. */
export function pageStatement(resource: ResourceModel, ability: Ability, query: ListQuery): Statement {
  const writer = new SqlWriter(currentOrganizationId());
  const columns = recordColumns(resource, query.selection, ROW, ability, writer);
  const keys = query.sort.map((key, index) => `${sortColumn(key, resource, ROW)}::text AS k${index}`);
  const where = conditions(resource, ability, query, writer);
  const behind = query.after ? ` AND ${behindCursor(query.sort, decodeCursor(query.after, query.sort), resource, ROW, writer)}` : '';
  const order = `ORDER BY ${orderBy(query.sort, resource, ROW)}`;
  const text = selected(keys.join(', '), `${quoted(resource.table)} ${ROW} WHERE ${where}${behind} ${order} LIMIT ${query.limit + 1}`, columns, order);
  return named(`${resource.name}.list`, text, writer.values, columns.count);
}

/**
 * What comes with the rows of a page is read once for all of them. The seal of a table is checked whenever reading it begins:
 * for one row after the other that costs more than the rows.
 */
function selected(others: string, rows: string, { sql, joined }: RecordColumns, order = ''): string {
  if (joined.length === 0) return `SELECT ${sql}, ${others} FROM ${rows}`;
  return `WITH ${ROW} AS MATERIALIZED (SELECT ${ROW}.* FROM ${rows}), ${joined.map(({ table }) => table).join(', ')} SELECT ${sql}, ${others} FROM ${ROW} ${joined.map(({ join }) => join).join(' ')} ${order}`;
}

function conditions(resource: ResourceModel, ability: Ability, query: ListQuery, writer: SqlWriter): string {
  return [
    `${ROW}.organization_id = $1`,
    `${ROW}.deleted_at IS ${query.deleted ? 'NOT NULL' : 'NULL'}`,
    toSql(all([ability.of(resource).rows('read'), ...(query.deleted ? [ability.of(resource).rows('delete')] : []), query.where]), resource, ROW, writer),
    ...(query.q ? [searchCondition(resource, ROW, query.q, ability, writer)] : []),
  ].join(' AND ');
}

const METHODS: Record<string, string> = { update: 'PATCH', delete: 'DELETE' };

/** What the actor may do with this very record: decided by the same rules, in the same statement. */
function linkColumns(resource: ResourceModel, ability: Ability, writer: SqlWriter): { sql: string; json(id: string, row: Record<string, unknown>): string } {
  const rules = actionsOf(resource)
    .filter((action) => action in METHODS || resource.verbs.includes(action))
    .map((action) => ({ action, rule: ability.of(resource).rows(action) }))
    .filter(({ rule }) => rule.kind !== 'never');
  const asked = rules.filter(({ rule }) => rule.kind !== 'always');
  const sql = asked.map(({ action, rule }) => `, (${toSql(rule, resource, ROW, writer)}) IS TRUE AS ${quoted(`may ${action}`)}`).join('');
  const base = `/api/v1/${resource.path}/`;
  const json = (id: string, row: Record<string, unknown>) => {
    const href = `"href":"${base}${id}`;
    const links = [`{"self":{${href}"},"timeline":{${href}/timeline"}`];
    for (const { action, rule } of rules) {
      if (rule.kind !== 'always' && !row[`may ${action}`]) continue;
      links.push(METHODS[action] ? `"${action}":{${href}","method":"${METHODS[action]}"}` : `"${action}":{${href}/${action}","method":"POST"}`);
    }
    return `${links.join(',')}}`;
  };
  return { sql, json };
}
