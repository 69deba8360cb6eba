const DAY_MS = 24 * 60 * 60 * 1_000;

/** A rule as scoring needs it: its condition is already read. */
export interface Scoring {
  id: string;
  points: number;
  halfLifeDays: number | null;
  /** Null for rules that give their points once, for as long as they hold. */
  fact: string | null;
  holds: boolean;
}

/** Points that a lead has by a rule since a time; for a happening, by its entry in the ledger. */
export interface Contribution {
  ruleId: string;
  entryId: string | null;
  points: number;
  halfLifeDays: number | null;
  since: Date;
}

/** What is left of the points today. */
export function pointsNow({ points, halfLifeDays, since }: Contribution, now: Date): number {
  if (halfLifeDays === null) return points;
  return points * 0.5 ** (Math.max(0, now.getTime() - since.getTime()) / DAY_MS / halfLifeDays);
}

export function scoreOf(contributions: readonly Contribution[], now: Date): number {
  // + 0 turns -0 into 0.
  return Math.round(contributions.reduce((sum, each) => sum + pointsNow(each, now), 0)) + 0;
}

/** What has to be added to the ledger so that it says what the rules say; no points end an earlier entry. The ledger itself is never changed. */
export function corrections(rules: readonly Scoring[], held: readonly Contribution[], now: Date): Contribution[] {
  const begun = rules.filter(({ id, fact, holds }) => fact === null && holds && !held.some(({ ruleId, entryId }) => ruleId === id && entryId === null));
  const fresh = begun.map(({ id, points, halfLifeDays }): Contribution => ({ ruleId: id, entryId: null, points, halfLifeDays, since: now }));
  const changed = held.flatMap((each) => {
    const rule = rules.find(({ id }) => id === each.ruleId);
    const stands = rule !== undefined && (rule.fact === null) === (each.entryId === null) && (rule.fact !== null || rule.holds);
    const wanted = stands ? { points: rule.points, halfLifeDays: rule.halfLifeDays } : { points: 0, halfLifeDays: null };
    return wanted.points === each.points && (wanted.points === 0 || wanted.halfLifeDays === each.halfLifeDays) ? [] : [{ ...each, ...wanted }];
  });
  return [...fresh, ...changed];
}

/** As the ledger will be read when these are added. */
export function after(held: readonly Contribution[], added: readonly Contribution[]): Contribution[] {
  const same = (a: Contribution, b: Contribution) => a.ruleId === b.ruleId && a.entryId === b.entryId;
  return [...held.filter((each) => !added.some((one) => same(one, each))), ...added].filter(({ points }) => points !== 0);
}
