import type { Field } from '#kernel/field/field.js';
import type { ResourceModel } from '#kernel/resource/model.js';

const WEIGHTS = { A: 0.9, B: 0.7, C: 0.5, D: 0.3 } as const;
const TITLE_WEIGHT = 1;

export function searchedFields(resource: ResourceModel): Field[] {
  return [...resource.fields.values()].filter(({ options, type }) => options.search && type.searched);
}

/** Where a word of this field stands in the index. */
export function searchPlace(resource: ResourceModel, field: Field): string {
  return `${resource.name}.${field.name}`;
}

export function searchWeight(resource: ResourceModel, { name, options }: Field): number {
  const title = resource.fields.get(resource.title);
  const parts = (title?.options as { of?: readonly string[] } | undefined)?.of ?? [];
  return name === resource.title || parts.includes(name) ? TITLE_WEIGHT : WEIGHTS[options.search ?? 'D'];
}
