import type { Ability } from '#kernel/gate/ability.js';
import type { SqlWriter } from '#kernel/gate/sql.js';
import type { ResourceModel } from '#kernel/resource/model.js';

export function searchCondition(resource: ResourceModel, alias: string, q: string, _ability: Ability, writer: SqlWriter): string {
  return `${alias}.id IN (SELECT record_id FROM search_records(${writer.bind(q, 'text')}, ${writer.bind([resource.name], 'text[]')}, 1000))`;
}
