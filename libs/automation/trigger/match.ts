import { columnName } from '#kernel/resource/database-names.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Part } from '../graph/graph.js';
import { FORM_SUBMITTED, type ChangeKind } from './trigger-kinds.js';

/** What an entry of the ledger says without its values. */
export interface Happening {
  readonly kind: 'change' | 'fact';
  readonly subject: string;
  readonly recordId: string | null;
  readonly what: string;
  readonly changed: readonly string[];
}

/** Records are deleted softly; what retention removes for good is nobody's event. */
export function changeOf({ kind, what, changed }: Happening): ChangeKind | null {
  if (kind !== 'change' || what === 'delete') return null;
  if (what === 'insert') return 'created';
  return changed.includes('deleted_at') ? 'deleted' : 'updated';
}

/** As workflows that wait name it: `contact.updated`, `ticket.replied`. */
export function nameOf(happening: Happening): string | null {
  if (happening.kind === 'fact') return happening.what;
  const change = changeOf(happening);
  return change && `${happening.subject}.${change}`;
}

/** By names alone, which is all that the relay reads; conditions are asked later, by whoever starts the run. */
export function mayMatch(trigger: Part, happening: Happening, noun: ResourceModel | undefined): boolean {
  if (trigger.kind === 'fact') return happening.kind === 'fact' && happening.what === trigger.fact && (trigger.noun === undefined || trigger.noun === happening.subject);
  if (trigger.kind === 'form') return happening.kind === 'fact' && happening.what === FORM_SUBMITTED && happening.recordId === trigger.form;
  if (trigger.kind !== 'record' || happening.subject !== trigger.noun || happening.recordId === null) return false;
  const change = changeOf(happening);
  if (change === null || !(trigger.on as string[]).includes(change)) return false;
  return change !== 'updated' || touches(trigger, happening, noun);
}

/** Of what changed, at least one of the fields that were chosen; all fields, where none were. */
export function touches({ fields }: Part, { changed }: Happening, noun: ResourceModel | undefined): boolean {
  if (!Array.isArray(fields) || fields.length === 0) return true;
  return fields.some((name) => columnsOf(name as string, noun).some((column) => changed.includes(column)));
}

function columnsOf(name: string, noun: ResourceModel | undefined): string[] {
  if (name.startsWith('custom.')) return ['custom'];
  const field = noun?.fields.get(name);
  return field ? field.type.columns(field).map((column) => columnName(field, column)) : [];
}
