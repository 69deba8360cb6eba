import type { Field } from '#kernel/field/field.js';
import type { ResourceModel } from '#kernel/resource/model.js';

/** The fields by which a record hangs on another one of any noun: the name of the noun, and the id. Reminders do so, too, without being seen through it. */
export interface Hanging {
  subject: Field;
  recordId: Field;
}

export function hangingOf({ fields }: ResourceModel): Hanging | null {
  const [subject, recordId] = [fields.get('subject'), fields.get('recordId')];
  return subject && recordId ? { subject, recordId } : null;
}
