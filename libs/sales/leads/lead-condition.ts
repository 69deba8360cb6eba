import type { Json } from '#kernel/field/field.js';
import { SYSTEM_ACCESS, viewpointOf } from '#kernel/gate/access.js';
import { ownFields, readCondition } from '#kernel/gate/condition.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { currentScope } from '#kernel/tenancy/scope.js';

/** What is wrong with a condition on leads, by its path. */
export function leadConditionFaults(where: Json, noun: ResourceModel, complain: (at: string, rule: string, say: string) => void): void {
  if (where !== null) readCondition(where, ownFields(noun), viewpointOf(SYSTEM_ACCESS, currentScope().clock), (at, rule, say) => {
    complain('where', rule, at === 'where' ? say : `${at}: ${say}`);
    return undefined;
  });
}
