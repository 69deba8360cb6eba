import { Forbidden } from '#kernel/pipeline/problem.js';
import type { ReadDoor } from '#kernel/pipeline/read.js';
import type { ResourceModel } from '#kernel/resource/model.js';

/** For what stands below a record and is for those who may change it: whoever may not read it is told that there is none. */
export async function mustBeChangeable(read: ReadDoor, noun: ResourceModel, id: string): Promise<void> {
  const { json } = await read.get(noun, id, { fields: 'id' });
  if (!(JSON.parse(json) as { _links: { update?: object } })._links.update) throw new Forbidden(`Your role does not allow you to change this ${noun.label.toLowerCase()}.`);
}
