import { declarationOf } from '#kernel/resource/declaration.js';
import type { Right } from '#kernel/resource/grants.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { aligned } from './aligned.js';

/** The rights that organisations begin with, by the key of the role. */
export type RoleRights = Readonly<Record<string, readonly Right[]>>;

/** Who may do what with the records of a noun: role, action, reach, fields. */
export function permissionRows(resource: ResourceModel, roles: RoleRights): string[][] {
  return Object.entries(roles).flatMap(([role, rights]) =>
    rights
      .filter((right) => right.resource === '*' || right.resource === resource.name)
      .map((right) => [role, `${right.deny ? 'not ' : ''}${right.action}`, right.reach, fieldsSaid(right, resource)]),
  );
}

export function permissionsText(registry: Registry, roles: RoleRights): string {
  const nouns = registry.resources.map((resource) => {
    const rows = permissionRows(resource, roles);
    return [`${resource.name}, declared in ${fileOf(resource)}`, ...aligned(rows)].join('\n');
  });
  return ['Who may do what, as every organisation begins: role, action, whose records, which fields.', ...nouns].join('\n\n');
}

export function fileOf(resource: ResourceModel): string {
  return declarationOf(resource.resourceClass)!.file.replace(/:\d+$/, '');
}

function fieldsSaid({ fields, groups, masked, where }: Right, resource: ResourceModel): string {
  const guarded = [...resource.fields.values()].filter(({ options }) => options.fields && !groups.includes('*') && !groups.includes(options.fields)).map(({ name }) => name);
  const open = fields ? fields.join(', ') : guarded.length ? `all but ${guarded.join(', ')}` : 'all';
  return `${open}${masked.length ? `; hidden behind dots: ${masked.join(', ')}` : ''}${where ? `; where ${JSON.stringify(where)}` : ''}`;
}
