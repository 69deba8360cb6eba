import { rightOf, type Right } from '#kernel/resource/grants.js';
import { actionsOf, type ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';

/** Of OpenID Connect: who the person is, and no right on any data. */
const ABOUT_THE_PERSON = ['openid', 'profile', 'email'];
/** Whole databases have left through applications that were meant for something else, so leaving is only ever meant by name. */
const NAMED_ONLY = 'export';
const FORM = /^[a-z][A-Za-z0-9-]{0,59}(:(read|write|export))?$/;

export const SCOPES_IN_WORDS =
  'Scopes cut what a member may do, and never widen it. `read` and `write` are for all records, `<module>` such as `sales` for all that can be done in a module, ' +
  '`<noun>:read`, `<noun>:write` and `<noun>:export` such as `contact:read` for one noun. Exports must be named. `openid`, `profile` and `email` tell who the member is.';

export function isClientScope(text: string): boolean {
  return FORM.test(text);
}

/** All that can be asked for. */
export function scopesOf({ resources }: Registry): string[] {
  const modules = [...new Set(resources.map(({ module }) => module))];
  return [...ABOUT_THE_PERSON, 'read', 'write', ...modules, ...resources.flatMap(({ name }) => ['read', 'write', NAMED_ONLY].map((what) => `${name}:${what}`))];
}

/** As the rights within which a member's own are held. A scope that no longer fits anything gives nothing. */
export function rightsWithin(scopes: readonly string[], registry: Registry): Right[] {
  return scopes.flatMap((scope) => {
    const [about = '', what] = scope.split(':');
    const nouns = registry.resources.filter(({ name, module }) => (what ? name === about : about === 'read' || about === 'write' || module === about));
    return nouns.flatMap((noun) => actionsIn(noun, what ?? about).map((action): Right => ({ ...rightOf(noun.name, action, 'all'), groups: ['*'] })));
  });
}

function actionsIn(noun: ResourceModel, what: string): string[] {
  if (what === 'read' || what === NAMED_ONLY) return [what];
  return actionsOf(noun).filter((action) => action !== NAMED_ONLY && (what !== 'write' || action !== 'read'));
}
