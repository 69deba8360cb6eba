import { isUuid } from '#kernel/tenancy/uuid.js';
import { declareField, type On, type OnRequired } from './declare.js';
import type { CommonOptions, FieldType } from './field.js';
import { reference, type Id, type ReferenceOptions, type ResourceClass } from './reference.js';

/** The member a record belongs to. The scopes `own`, `team` and `tree` of a right are measured by it. */
export const owner: FieldType<ReferenceOptions> = {
  ...reference,
  name: 'owner',
  argument(value, _field, viewpoint, complain) {
    if (value === 'me') return viewpoint.memberId ?? complain('me', 'You are not a member here, so there is no "me".');
    if (value === 'my-team') return viewpoint.teamMemberIds;
    return isUuid(value) ? value : complain('type', 'Must be the id of a member, "me" or "my-team".');
  },
  widget: () => ({ widget: 'member' }),
};

export function Owner(members: () => ResourceClass, options: CommonOptions & { required: true }): OnRequired<Id>;
export function Owner(members: () => ResourceClass, options?: CommonOptions): On<Id>;
export function Owner(members: () => ResourceClass, options: CommonOptions = {}): On<Id> {
  return declareField(owner, { onDelete: 'restrict', default: 'actor', list: 9, ...options, to: members });
}
