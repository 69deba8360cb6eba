import type { Field, Json, Stored } from '#kernel/field/field.js';
import type { Row } from '#kernel/gate/predicate.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Accepted } from './accept.js';
import type { Change } from './hooks.js';
import type { FieldError } from './problem.js';

export interface Draft {
  kind: Change['kind'];
  id: string;
  before: Row | null;
  accepted: Accepted;
}

/** The records of one write while hooks look at them, with the complaints that gather. */
export class Drafts {
  readonly errors: FieldError[] = [];

  constructor(readonly all: readonly Draft[]) {}

  accepted(id: string): Accepted {
    return this.all.find((draft) => draft.id === id)!.accepted;
  }

  /** States move only along the paths that were declared. */
  checkMoves(): void {
    for (const { before, accepted } of this.all)
      for (const [field, stored] of accepted) {
        const from = before?.[field.name] ?? null;
        const to = (stored?.[''] ?? null) as Json;
        if (!field.type.mayMove || from === to || field.type.mayMove(from, to, field)) continue;
        this.errors.push({ at: field.name, rule: 'move', say: from === null ? `Cannot begin as ${JSON.stringify(to)}.` : `Cannot go from ${JSON.stringify(from)} to ${JSON.stringify(to)}.` });
      }
  }
}

export function changeOf(resource: ResourceModel, draft: Draft, errors: FieldError[]): Change {
  const { kind, id, before, accepted } = draft;
  return {
    kind,
    before,
    get after() {
      return kind === 'delete' ? null : { ...before, id, ...Object.fromEntries([...accepted].map(([field, stored]) => [field.name, shownOf(field, stored)])) };
    },
    set(name, value) {
      const field = resource.fields.get(name);
      if (!field) throw new TypeError(`${resource.label} has no field "${name}".`);
      const stored = value === null ? null : field.type.accept(value, field, (rule, say) => void errors.push({ at: name, rule, say }) as undefined);
      if (stored !== undefined) accepted.set(field, stored);
    },
    complain: (at, rule, say) => void errors.push({ at, rule, say }),
  };
}

/** The JSON shape of a value on its way in: the one column of a simple type, or the record of its columns. */
function shownOf(field: Field, stored: Stored | null): Json {
  if (stored === null) return null;
  return field.type.unstored ? field.type.unstored(stored) : ((stored[''] ?? null) as Json);
}
