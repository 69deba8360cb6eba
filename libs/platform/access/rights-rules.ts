import { ownFields, readCondition } from '#kernel/gate/condition.js';
import type { Viewpoint } from '#kernel/field/field.js';
import type { FieldError } from '#kernel/pipeline/problem.js';
import type { Right } from '#kernel/resource/grants.js';
import { actionsOf, type ResourceModel } from '#kernel/resource/model.js';
import { didYouMean } from '#kernel/resource/names.js';
import type { Registry } from '#kernel/resource/registry.js';

/** What conditions are read from when nobody in particular holds them yet. */
const ANYBODY = '00000000-0000-7000-8000-000000000000';

/** What of these rights does not fit the nouns: names that are not there, conditions outside the grammar, reaches that mean nothing. */
export function misfits(rights: readonly Right[], registry: Registry, clock: Viewpoint['clock'], at = 'rights'): FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, right] of rights.entries()) errors.push(...misfitsOf(right, `${at}[${index}]`, registry, { clock, timeZone: 'UTC', memberId: ANYBODY, teamMemberIds: [ANYBODY] }));
  return errors.slice(0, 100);
}

function misfitsOf(right: Right, at: string, registry: Registry, viewpoint: Viewpoint): FieldError[] {
  const { resource: name, action, reach, fields, groups, masked, where, deny } = right;
  const noun = registry.find(name);
  const nouns = name === '*' ? registry.resources : noun ? [noun] : [];
  if (nouns.length === 0) return [{ at: `${at}.resource`, rule: 'unknown', say: `There is no noun "${name}".${didYouMean(name, registry.resources.map((each) => each.name))}` }];
  const errors: FieldError[] = [];
  const complain = (part: string, rule: string, say: string): undefined => void errors.push({ at: `${at}.${part}`, rule, say }) as undefined;
  const actions = [...new Set(nouns.flatMap(actionsOf))];
  if (action !== '*' && !actions.includes(action)) complain('action', 'unknown', `Nothing called "${action}" can be done there.${didYouMean(action, actions)}`);
  if (reach !== 'all' && !nouns.some(({ owner }) => owner)) complain('reach', 'reach', 'Nothing says whose such a record is, so only "all" reaches any.');
  for (const field of [...(fields ?? []), ...masked]) if (!nouns.some((each) => each.fields.has(field))) complain('fields', 'unknown', `There is no field "${field}".${didYouMean(field, nouns.flatMap((each) => [...each.fields.keys()]))}`);
  const known = new Set(nouns.flatMap((each) => [...each.fields.values()].flatMap(({ options }) => options.fields ?? [])));
  for (const group of groups) if (group !== '*' && !known.has(group)) complain('groups', 'unknown', `There is no group of fields "${group}".${didYouMean(group, known)}`);
  if (masked.includes('id')) complain('masked', 'masked', 'The id of a record cannot be hidden.');
  if (masked.length && (deny || !['*', 'read'].includes(action))) complain('masked', 'masked', 'Only a right to read can hide values.');
  if (where && noun) readCondition(where, ownFields(noun), viewpoint, (path, rule, say) => complain(path, rule, say));
  else if (where) complain('where', 'where', 'A condition needs one noun whose fields it names.');
  return errors;
}

/** In words, for refusals: "export contacts (all)". */
export function rightInWords({ resource, action, reach, fields, where, deny }: Right, registry: Registry): string {
  const noun: ResourceModel | undefined = registry.find(resource);
  const what = resource === '*' ? 'everything' : (noun?.plural.replaceAll('-', ' ') ?? resource);
  const limits = [reach, ...(fields ? [`only ${fields.join(', ')}`] : []), ...(where ? ['under a condition'] : [])];
  return `${deny ? 'not ' : ''}${action === '*' ? 'do all that can be done with' : action.replaceAll('-', ' ')} ${what} (${limits.join('; ')})`;
}
