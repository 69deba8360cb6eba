import type { Predicate } from '#kernel/gate/predicate.js';
import { columnRef, quoted, SqlWriter, toSql } from '#kernel/gate/sql.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

export interface Asked {
  owner: string | null;
  answers: boolean[];
}

/** Which of the rules are true of the record, and whose it is: asked of the database, as the doors do. */
export function whichHold(organizationId: string, noun: ResourceModel, id: string, rules: readonly Predicate[]): Statement {
  const writer = new SqlWriter(organizationId);
  const answers = rules.map((rule) => `(${toSql(rule, noun, 't', writer)}) IS TRUE`).join(', ');
  const owner = noun.owner ? columnRef('t', noun, noun.owner)() : 'NULL';
  return {
    text: `SELECT ${owner} AS owner, ARRAY[${answers}]::boolean[] AS answers FROM ${quoted(noun.table)} t WHERE t.organization_id = $1 AND t.deleted_at IS NULL AND t.id = ${writer.bind(id, 'uuid')}`,
    values: writer.values,
  };
}

/** From a team of one member down to a team of the other, the shortest way. */
export function teamsBetween(organizationId: string, memberId: string, ownerId: string): Statement {
  return {
    name: 'access.teamsBetween',
    text: `WITH RECURSIVE up AS (
             SELECT t.id, t.parent_id, ARRAY[t.name] AS path FROM team_member tm JOIN team t ON t.organization_id = $1 AND t.id = tm.team_id AND t.deleted_at IS NULL
             WHERE tm.organization_id = $1 AND tm.member_id = $3 AND tm.deleted_at IS NULL
             UNION ALL SELECT t.id, t.parent_id, t.name || up.path FROM team t JOIN up ON t.organization_id = $1 AND t.id = up.parent_id AND t.deleted_at IS NULL WHERE cardinality(up.path) < 50
           ) SELECT path FROM up WHERE id IN (SELECT team_id FROM team_member WHERE organization_id = $1 AND member_id = $2 AND deleted_at IS NULL) ORDER BY cardinality(path) LIMIT 1`,
    values: [organizationId, memberId, ownerId],
  };
}

export function memberName(organizationId: string, memberId: string): Statement {
  return { name: 'access.memberName', text: `SELECT name FROM member WHERE organization_id = $1 AND id = $2`, values: [organizationId, memberId] };
}

/** Active members who hold a role, by name. */
export function holdersOf(organizationId: string, roleId: string): Statement {
  return {
    name: 'access.holders',
    text: `SELECT DISTINCT m.id, m.name FROM member_role mr JOIN member m ON m.organization_id = $1 AND m.id = mr.member_id AND m.status = 'active' AND m.deleted_at IS NULL
           WHERE mr.organization_id = $1 AND mr.role_id = $2 AND mr.deleted_at IS NULL ORDER BY m.name, m.id LIMIT 10000`,
    values: [organizationId, roleId],
  };
}

export function seatsOf(organizationId: string, memberId: string): Statement {
  return { name: 'access.seats', text: `SELECT id, role_id AS "roleId" FROM member_role WHERE organization_id = $1 AND member_id = $2 AND deleted_at IS NULL`, values: [organizationId, memberId] };
}

/** Beyond this many it is enough to know that there are as many. */
export const MOST_COUNTED = 10_000;

export function countBoth(organizationId: string, noun: ResourceModel, before: Predicate, after: Predicate): Statement {
  const writer = new SqlWriter(organizationId);
  const count = (rule: Predicate) => `(SELECT count(*)::integer FROM (SELECT 1 FROM ${quoted(noun.table)} t WHERE t.organization_id = $1 AND t.deleted_at IS NULL AND ${toSql(rule, noun, 't', writer)} LIMIT ${MOST_COUNTED}) c)`;
  return { text: `SELECT ${count(before)} AS before, ${count(after)} AS after`, values: writer.values };
}
