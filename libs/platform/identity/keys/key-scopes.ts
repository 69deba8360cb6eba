import { rightOf, type Right } from '#kernel/resource/grants.js';
import { actionsOf } from '#kernel/resource/model.js';
import { didYouMean } from '#kernel/resource/names.js';
import type { Registry } from '#kernel/resource/registry.js';

/** Whole databases have left by keys that were meant for something else, so this is never meant unless it is named. */
const NAMED_ONLY = 'export';

/** What scopes leave of a role, as the rights within which it is held. Without scopes that is everything that need not be named. */
export function rightsOfScopes(scopes: readonly string[] | null, registry: Registry): Right[] {
  const all = [...new Set(registry.resources.flatMap(actionsOf))];
  return (scopes?.length ? scopes : ['*:*']).flatMap((scope) => {
    const [resource = '', action = ''] = scope.split(':');
    const actions = action === '*' ? all.filter((each) => each !== NAMED_ONLY) : [action];
    return actions.map((each): Right => ({ ...rightOf(resource, each, 'all'), groups: ['*'] }));
  });
}

export function unknownScopes(scopes: readonly string[], registry: Registry): string[] {
  return scopes.flatMap((scope) => {
    const [resource = '', action = ''] = scope.split(':');
    const nouns = resource === '*' ? registry.resources : registry.resources.filter(({ name }) => name === resource);
    if (nouns.length === 0) return [`There is no noun "${resource}".${didYouMean(resource, registry.resources.map(({ name }) => name))}`];
    const actions = [...new Set(nouns.flatMap(actionsOf))];
    return action === '*' || actions.includes(action) ? [] : [`Nothing called "${action}" can be done there.${didYouMean(action, actions)}`];
  });
}
