import { Injectable } from '@nestjs/common';
import { searchedFields, searchPlace, searchWeight } from '#kernel/derive/search.js';
import type { Field } from '#kernel/field/field.js';
import type { Ability } from '#kernel/gate/ability.js';
import { Gate } from '#kernel/gate/gate.js';
import { columnRef, quoted, SqlWriter, toSql } from '#kernel/gate/sql.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { isSensitive, type ResourceModel } from '#kernel/resource/model.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { named } from './statements.js';

/** Hits that are looked at before rules, filters and limit are applied to them. */
const MOST_LISTED = 200;
const MOST_HITS = 200;
/** Who sees few of the records may see none of the best hits: then the newest of those that they see are searched instead. */
const MOST_OWN = 3_000;
const ROW = 't';

/** Fields whose every value in readable records the actor sees: a word that is found in any other would give it away. */
export function searchableFields(resource: ResourceModel, ability: Ability): Field[] {
  const visibility = ability.of(resource).visibility();
  return searchedFields(resource).filter(({ name }) => visibility.get(name) === 'shown');
}

/** For lists: the record is among the best hits. */
export function searchCondition(resource: ResourceModel, alias: string, q: string, ability: Ability, writer: SqlWriter): string {
  const found = hitsOf([resource], ability, q, MOST_LISTED, writer);
  if (!found) return 'false';
  const narrow = narrowHits(resource, ability, found, writer);
  const ids = `WITH hits AS MATERIALIZED (${found.sql()}) SELECT record_id FROM hits${narrow ? ` UNION ALL SELECT record_id FROM (${narrow}) narrow` : ''}`;
  // With "= ANY" Postgres may skip through an index that only ends in the id, for all values that it begins with.
  return `${alias}.id IN (SELECT unnest(ARRAY(${ids})))`;
}

/** Over all nouns at once: rights are applied inside the one statement, so that count and order tell nothing of what is hidden. */
@Injectable()
export class SearchDoor {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
  ) {}

  /** `{ "data": [{ "resource", "id", "title", "field", "snippet" }] }` as JSON text, best first. */
  async search(q: string, { resources, limit }: { resources?: readonly string[]; limit: number }): Promise<string> {
    const ability = await this.gate.ability();
    const wanted = (await this.nouns.here()).resources.filter((resource) => (!resources || resources.includes(resource.name)) && ability.of(resource).may('read'));
    const statement = searchStatement(wanted, q, limit, ability);
    if (!statement) return '{"data":[]}';
    const [row] = await this.tenancy.read<{ data: string }>(named('search', statement.text, statement.values));
    return `{"data":${row!.data}}`;
  }
}

export function searchStatement(resources: readonly ResourceModel[], q: string, limit: number, ability: Ability): { text: string; values: unknown[] } | null {
  const writer = new SqlWriter(currentOrganizationId());
  const searched = resources.filter((resource) => searchableFields(resource, ability).length);
  const found = hitsOf(searched, ability, q, MOST_HITS, writer);
  if (!found) return null;
  const narrow = searched.map((resource) => narrowHits(resource, ability, found, writer)).filter((sql) => sql !== null);
  const all = `best AS MATERIALIZED (SELECT DISTINCT ON (resource, record_id) * FROM (SELECT * FROM hits${narrow.map((sql) => ` UNION ALL ${sql}`).join('')}) hit WHERE record_id IS NOT NULL ORDER BY resource, record_id, rank DESC)`;
  const records = searched.map((resource) => readable(resource, ability, writer));
  const text = `WITH hits AS MATERIALIZED (${found.sql()}), ${all}
    SELECT coalesce(json_agg(json_strip_nulls(json_build_object('resource', answer.resource, 'id', answer.id, 'title', answer.title, 'field', answer.field, 'snippet', answer.snippet))), '[]')::text AS data
    FROM (SELECT * FROM (${records.join('\n    UNION ALL ')}) record ORDER BY rank DESC, id DESC LIMIT ${writer.bind(limit, 'integer')}) answer`;
  return { text, values: writer.values };
}

interface Hits {
  sql(among?: string): string;
}

function hitsOf(resources: readonly ResourceModel[], ability: Ability, q: string, most: number, writer: SqlWriter): Hits | null {
  const fields = resources.flatMap((resource) => searchableFields(resource, ability).map((field) => ({ place: searchPlace(resource, field), weight: searchWeight(resource, field) })));
  if (!fields.length) return null;
  const query = writer.bind(q, 'text');
  const places = writer.bind(fields.map(({ place }) => place), 'text[]');
  const weights = writer.bind(fields.map(({ weight }) => weight), 'real[]');
  return { sql: (among) => `SELECT * FROM search_records(${query}, ${places}, ${weights}, ${most}${among ? `, ${among}` : ''})` };
}

/** Null when the actor reads all records of the noun. Costs nothing unless there may be more hits than were looked at. */
function narrowHits(resource: ResourceModel, ability: Ability, hits: Hits, writer: SqlWriter): string | null {
  const rule = ability.of(resource).rows('read');
  if (rule.kind === 'always' || rule.kind === 'never') return null;
  const row = writer.alias();
  const own = `ARRAY(SELECT ${row}.id FROM ${quoted(resource.table)} ${row} WHERE ${row}.organization_id = $1 AND ${row}.deleted_at IS NULL AND ${toSql(rule, resource, row, writer)} ORDER BY ${row}.id DESC LIMIT ${MOST_OWN})`;
  return `SELECT own.* FROM (SELECT 1 FROM hits WHERE record_id IS NULL) AS more, LATERAL (${hits.sql(own)}) AS own`;
}

/** One array of ids per noun and not a join: the policies are then asked once, not once for every hit. */
function readable(resource: ResourceModel, ability: Ability, writer: SqlWriter): string {
  const title = resource.fields.get(resource.title)!;
  const shown = (field: Field) => `(${(field.storage === 'custom' ? field.type.searched! : field.type.shown)(columnRef(ROW, resource, field), field)})::text`;
  // What is sensitive is found, but only shown where seeing it is told of: on the record and in lists.
  const visibleTitle = ability.of(resource).visibility().get(title.name) === 'shown' && !isSensitive(title);
  const snippets = searchableFields(resource, ability).filter((field) => field !== title && !isSensitive(field)).map((field) => `WHEN '${field.name}' THEN ${shown(field)}`);
  const snippet = snippets.length ? `CASE hit.field ${snippets.join(' ')} END` : 'NULL::text';
  return `SELECT found.* FROM (SELECT array_agg(record_id) AS ids FROM best WHERE resource = '${resource.name}' HAVING count(*) > 0) AS chosen, LATERAL (
      SELECT '${resource.name}'::text AS resource, ${ROW}.id, ${visibleTitle ? shown(title) : 'NULL::text'} AS title, hit.field, left(${snippet}, 200) AS snippet, hit.rank
      FROM ${quoted(resource.table)} ${ROW} JOIN best hit ON hit.resource = '${resource.name}' AND hit.record_id = ${ROW}.id
      WHERE ${ROW}.organization_id = $1 AND ${ROW}.id IN (SELECT unnest(chosen.ids)) AND ${ROW}.deleted_at IS NULL AND ${toSql(ability.of(resource).rows('read'), resource, ROW, writer)}
      ORDER BY hit.rank DESC, ${ROW}.id DESC LIMIT 200
    ) AS found`;
}
