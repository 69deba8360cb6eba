import type { Json } from '#kernel/field/field.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import type { Contribution } from './score.js';

export interface RuleRow {
  id: string;
  name: string;
  points: number;
  where: Json;
  fact: string | null;
  halfLifeDays: number | null;
}

export function activeRules(organizationId: string): Statement {
  return {
    name: 'score.rules',
    text: `SELECT id, name, points::integer AS points, "where", fact, half_life_days::integer AS "halfLifeDays" FROM score_rule WHERE organization_id = $1 AND active AND deleted_at IS NULL ORDER BY id`,
    values: [organizationId],
  };
}

export interface HeldRow extends Contribution {
  leadId: string;
}

/** The last word on each rule and happening counts; no points mean that it ended. */
const LAST = `SELECT DISTINCT ON (lead_id, rule_id, entry_id) lead_id, rule_id, entry_id, points, half_life_days, since, cause FROM lead_score WHERE organization_id = $1`;

export function contributionsOf(organizationId: string, leadIds: readonly string[]): Statement {
  return {
    name: 'score.held',
    text: `SELECT lead_id AS "leadId", rule_id AS "ruleId", entry_id AS "entryId", points, half_life_days AS "halfLifeDays", since
           FROM (${LAST} AND lead_id = ANY ($2) ORDER BY lead_id, rule_id, entry_id, recorded_at DESC, id DESC) s WHERE points <> 0`,
    values: [organizationId, leadIds],
  };
}

/** Only ever added to. */
export function addScores(organizationId: string, entries: readonly HeldRow[], cause: string, now: Date): Statement {
  const columns = [entries.map(() => uuidv7()), entries.map(({ leadId }) => leadId), entries.map(({ ruleId }) => ruleId), entries.map(({ entryId }) => entryId), entries.map(({ points }) => points), entries.map(({ halfLifeDays }) => halfLifeDays), entries.map(({ since }) => since)];
  return {
    name: 'score.add',
    text: `INSERT INTO lead_score (organization_id, id, lead_id, rule_id, entry_id, points, half_life_days, since, cause, recorded_at)
           SELECT $1, e.id, e.lead_id, e.rule_id, e.entry_id, e.points, e.half_life_days, e.since, $9, $10
           FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::integer[], $7::integer[], $8::timestamptz[]) AS e (id, lead_id, rule_id, entry_id, points, half_life_days, since)`,
    values: [organizationId, ...columns, cause, now],
  };
}

export interface ScoreEntry {
  rule: string;
  ruleId: string;
  points: number;
  halfLifeDays: number | null;
  since: Date;
  cause: string;
  recordedAt: Date;
}

/** Newest first, with the names that the rules have today. */
export function scoreHistory(organizationId: string, leadId: string, most: number): Statement {
  return {
    name: 'score.history',
    text: `SELECT r.name AS rule, s.rule_id AS "ruleId", s.points, s.half_life_days AS "halfLifeDays", s.since, s.cause, s.recorded_at AS "recordedAt"
           FROM lead_score s JOIN score_rule r ON r.organization_id = s.organization_id AND r.id = s.rule_id WHERE s.organization_id = $1 AND s.lead_id = $2 ORDER BY s.recorded_at DESC, s.id DESC LIMIT $3`,
    values: [organizationId, leadId, most],
  };
}

export function ruleNames(organizationId: string, ruleIds: readonly string[]): Statement {
  return { name: 'score.ruleNames', text: `SELECT id, name FROM score_rule WHERE organization_id = $1 AND id = ANY ($2)`, values: [organizationId, ruleIds] };
}

/** In the order of their making, from behind one of them. */
export function leadsBehind(organizationId: string, behind: string | null, most: number): Statement {
  return { name: 'score.leads', text: `SELECT id FROM lead WHERE organization_id = $1 AND deleted_at IS NULL AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`, values: [organizationId, behind, most] };
}

export function countLeads(organizationId: string): Statement {
  return { name: 'score.countLeads', text: `SELECT count(*)::integer AS count FROM lead WHERE organization_id = $1 AND deleted_at IS NULL`, values: [organizationId] };
}

/** Answers with those whose score is another now. */
export function setScores(organizationId: string, scores: readonly { id: string; score: number }[]): Statement {
  return {
    name: 'score.set',
    text: `UPDATE lead l SET score = s.score, version = l.version + 1 FROM unnest($2::uuid[], $3::bigint[]) AS s (id, score)
           WHERE l.organization_id = $1 AND l.id = s.id AND l.score <> s.score RETURNING l.id, s.score::integer AS score`,
    values: [organizationId, scores.map(({ id }) => id), scores.map(({ score }) => score)],
  };
}

export interface Rescoring {
  state: string;
  done: number | null;
  total: number | null;
  endedAt: Date | null;
}

/** Of the last change of any rule. */
export function lastRescoring(organizationId: string, kind: string): Statement {
  return { name: 'score.rescoring', text: `SELECT state, done::integer AS done, total::integer AS total, ended_at AS "endedAt" FROM work WHERE organization_id = $1 AND kind = $2 AND effect_key LIKE 'rule %' ORDER BY id DESC LIMIT 1`, values: [organizationId, kind] };
}
