import { declareField, type On, type OnRequired } from '#kernel/field/declare.js';
import type { CommonOptions, FieldType } from '#kernel/field/field.js';
import { reference, type Id } from '#kernel/field/reference.js';

interface AnyRecordOptions {
  /** The field that names its noun. */
  nounIn: string;
  /** Whoever may not read that record does not see this one. */
  seenWith?: true;
}

/** The id of a record of any noun. Who may not read that record sees neither the id nor the noun: the gate holds that (kernel/gate/bonds.ts). */
export const anyRecord = { ...(reference as unknown as FieldType<AnyRecordOptions>), name: 'any-record', widget: ({ options }) => ({ widget: 'any-record', nounIn: options.nounIn }) } satisfies FieldType<AnyRecordOptions>;

export function AnyRecord(options: AnyRecordOptions & CommonOptions & { required: true }): OnRequired<Id>;
export function AnyRecord(options: AnyRecordOptions & CommonOptions): On<Id>;
export function AnyRecord(options: AnyRecordOptions & CommonOptions): On<Id> {
  return declareField(anyRecord, options);
}
