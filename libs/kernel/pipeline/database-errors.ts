import { columnName, identifier, uniqueIndex } from '#kernel/resource/database-names.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { Conflict, Invalid } from './problem.js';

interface DatabaseError {
  code?: string;
  constraint?: string;
}

/** What the database refused, said in the words of the record. Anything unforeseen passes through unchanged. */
export function explained(error: unknown, resource: ResourceModel): unknown {
  const { code, constraint } = error as DatabaseError;
  const fields = [...resource.fields.values()];
  if (code === '23505') {
    const field = fields.find((each) => uniqueIndex(resource.table, each) === constraint);
    if (field) return new Conflict(`Another ${resource.label.toLowerCase()} has the same ${field.label.toLowerCase()}.`, [{ at: field.name, rule: 'unique', say: `Must be different from that of every other ${resource.label.toLowerCase()}.` }]);
  }
  if (code === '23P01') return new Conflict(`Another ${resource.label.toLowerCase()} takes part of the same time.`, [{ at: '', rule: 'overlap', say: 'Choose another time.' }]);
  if (code === '23503') {
    const field = fields.find((each) => constraint === identifier(resource.table, each.column, 'fk'));
    if (field) return new Invalid([missingReference(field.name)]);
  }
  if (code === '23514') {
    const field = fields.find((each) => each.type.columns(each).some((column) => constraint === identifier(resource.table, columnName(each, column), 'check')));
    if (field) return new Invalid([{ at: field.name, rule: 'check', say: 'Is not one of the values that can be stored.' }]);
  }
  return error;
}

/** Records of others, deleted ones and those that never were answer alike. */
export function missingReference(at: string) {
  return { at, rule: 'reference', say: 'There is no such record that you may see.' };
}
