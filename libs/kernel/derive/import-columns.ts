import type { Field, Json } from '#kernel/field/field.js';
import type { ResourceAbility } from '#kernel/gate/ability.js';
import { Invalid, type FieldError } from '#kernel/pipeline/problem.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { didYouMean } from '#kernel/resource/names.js';
import { cellText, cellValue } from './csv.js';

/** The field of each column, by its name or by its label; what this actor neither sees nor sets is not there. */
export function importColumns(header: readonly string[], resource: ResourceModel, own: ResourceAbility): Field[] {
  const settable = (name: string) => ['create', 'update'].some((action) => own.rows(action, [name]).kind !== 'never');
  const known = [...resource.fields.values()].filter(({ name, type }) => type.name !== 'secret' && (own.visibility().get(name) !== 'hidden' || settable(name)));
  const errors: FieldError[] = [];
  const columns = header.flatMap((name, index) => {
    const labelled = known.filter(({ label }) => label.toLowerCase() === name.toLowerCase());
    const field = known.find((each) => each.name === name) ?? (labelled.length === 1 ? labelled[0] : undefined);
    const at = name.slice(0, 60) || `column ${index + 1}`;
    if (!field) errors.push({ at, rule: 'column', say: `${resource.label} has no field of this name or label that you may import.${didYouMean(name.slice(0, 60), known.map((each) => each.name))}` });
    return field ? [field] : [];
  });
  for (const field of new Set(columns.filter((each, index) => columns.indexOf(each) < index))) errors.push({ at: field.name, rule: 'twice', say: 'Has two columns. Keep one of them.' });
  if (errors.length) throw new Invalid(errors, 'The first line of the file must hold the names of the columns. Mend each one that is listed.');
  return columns;
}

/** Whether a cell says what the record says; a spreadsheet may have written it in another way. */
export function isSame(cell: string, value: Json, field: Field): boolean {
  return cell === cellText(value, field).replaceAll('\r\n', '\n') || JSON.stringify(cellValue(cell, field)) === JSON.stringify(value);
}
