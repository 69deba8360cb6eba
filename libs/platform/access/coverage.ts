import { isDeepStrictEqual } from 'node:util';
import type { Reach, Right } from '#kernel/resource/grants.js';
import type { Registry } from '#kernel/resource/registry.js';

const FARTHER: Record<Reach, number> = { own: 0, team: 1, tree: 2, all: 3 };
/** A field that no noun has today may come to stand in any group. */
const UNKNOWN_GROUP = '\0';

/**
 * The rights among `given` that those `held` do not provably contain. Rule is compared with rule: reaches, conditions, fields,
 * groups, masks and denials. Where that proves nothing the answer is "lacking", even if no record would tell the difference.
 */
export function lacking(held: readonly Right[], given: readonly Right[], registry: Registry): Right[] {
  const denied = given.filter(({ deny }) => deny);
  return given.filter((right) => !right.deny && !isCovered(right, held, denied, registry));
}

/**
 * What a change from `before` to `after` gives to somebody: rights that were not there, and those that a lifted denial sets
 * free, here or in any other role of theirs.
 */
export function gained(before: readonly Right[], after: readonly Right[], registry: Registry): Right[] {
  const stillDenied = after.filter(({ deny }) => deny);
  const lifted = before.filter((denial) => denial.deny && !stillDenied.some((other) => containsDenial(other, denial)));
  // What was granted only where nothing denied it is new once the denial has gone.
  const fresh = after.filter((right) => !right.deny && !isCovered(right, before, stillDenied, registry));
  return [...fresh, ...lifted.map((denial): Right => ({ ...denial, deny: false, groups: denial.fields ? [] : ['*'] }))];
}

function isCovered(right: Right, held: readonly Right[], denied: readonly Right[], registry: Registry): boolean {
  const inTheWay = held.filter((denial) => denial.deny && touches(denial, right));
  if (!inTheWay.every((denial) => denied.some((other) => containsDenial(other, denial, right)))) return false;
  const fitting = held.filter((other) => !other.deny && reachesAsFar(other, right));
  if (fitting.length === 0) return false;
  const masked = masksOf(right);
  if (!masked.every((name) => fitting.some((other) => masksOf(other).includes(name) || shows(other, name, right.resource, registry)))) return false;
  // What is masked may still be written by whoever holds all actions.
  const opened = (other: Right, name: string) => (masked.includes(name) ? opens(other, name, right.resource, registry) : shows(other, name, right.resource, registry));
  if (right.fields) return right.fields.every((name) => (masked.includes(name) && right.action === 'read') || fitting.some((other) => opened(other, name)));
  return fitting.some(
    (other) => other.fields === null && includesGroups(other, right.groups) && masksOf(other).every((name) => masked.includes(name) || fitting.some((third) => shows(third, name, right.resource, registry))),
  );
}

function reachesAsFar(held: Right, wanted: Right): boolean {
  return contains(held.resource, wanted.resource) && contains(held.action, wanted.action) && FARTHER[held.reach] >= FARTHER[wanted.reach] && (held.where === null || isDeepStrictEqual(held.where, wanted.where)) && !masksOf(held).includes('id');
}

/** Only reading knows masks. */
function masksOf({ action, masked }: Right): readonly string[] {
  return contains(action, 'read') ? masked : [];
}

function contains(held: string, wanted: string): boolean {
  return held === '*' || held === wanted;
}

function includesGroups({ groups }: Right, wanted: readonly string[]): boolean {
  return groups.includes('*') || wanted.every((group) => groups.includes(group));
}

function shows(right: Right, name: string, resource: string, registry: Registry): boolean {
  return !masksOf(right).includes(name) && opens(right, name, resource, registry);
}

/** Is the field one of this right's, on every noun that the question is about? */
function opens(right: Right, name: string, resource: string, registry: Registry): boolean {
  if (right.fields) return right.fields.includes(name) || name === 'id';
  const nouns = resource === '*' ? registry.resources : registry.resources.filter((noun) => noun.name === resource);
  const found = nouns.flatMap(({ fields }) => fields.get(name) ?? []);
  const groups = found.length > 0 ? found.flatMap(({ options }) => options.fields ?? []) : [UNKNOWN_GROUP];
  return includesGroups(right, groups);
}

/** Could the denial take away any of this right? */
function touches(denial: Right, right: Right): boolean {
  const meet = (a: string, b: string) => contains(a, b) || contains(b, a);
  if (!meet(denial.resource, right.resource) || !meet(denial.action, right.action)) return false;
  if (denial.fields === null || right.fields === null) return true;
  return denial.fields.some((name) => name === 'id' || right.fields!.includes(name) || right.masked.includes(name));
}

/** Does the denial forbid all that the other one forbids, at least as far as `right` goes? */
function containsDenial(denial: Right, other: Right, right?: Right): boolean {
  const named = (kind: 'resource' | 'action') => contains(denial[kind], other[kind]) || (right !== undefined && other[kind] === '*' && denial[kind] === right[kind]);
  if (!named('resource') || !named('action')) return false;
  if (FARTHER[denial.reach] < FARTHER[other.reach]) return false;
  if (denial.where !== null && !isDeepStrictEqual(denial.where, other.where)) return false;
  return denial.fields === null || (other.fields !== null && other.fields.every((name) => denial.fields!.includes(name)));
}
