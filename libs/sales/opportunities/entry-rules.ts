import type { FieldError } from '#kernel/pipeline/problem.js';
import type { Row } from '#kernel/gate/predicate.js';
import type { ForecastCategory, Outcome } from './stage.js';

/** A stage as the rules need it. */
export interface StageRow {
  id: string;
  pipelineId: string;
  pipeline: string;
  name: string;
  kind: Outcome;
  category: ForecastCategory;
  probability: number;
  requiredFields: string[];
  needsLostReason: boolean;
  needsApproval: boolean;
}

/** What keeps a deal from entering a stage; the same for whoever asks, on every path. */
export function entryFaults(stage: StageRow, deal: Row, labelOf: (field: string) => string): FieldError[] {
  const faults = stage.requiredFields.filter((field) => isEmpty(deal[field])).map((field) => ({ at: field, rule: 'stage', say: `${labelOf(field)} must be filled before a deal enters "${stage.name}".` }));
  if (stage.needsLostReason && isEmpty(deal.lostReasonId) && !stage.requiredFields.includes('lostReasonId')) faults.push({ at: 'lostReasonId', rule: 'stage', say: `Say why it is lost before the deal enters "${stage.name}".` });
  return faults;
}

export function approvalFault(stage: StageRow): FieldError {
  return { at: 'stageId', rule: 'approval', say: `"${stage.name}" needs approval. Ask for it with "ask-approval"; whoever may approve can also move the deal.` };
}

/** The stage of another pipeline that stands for this one: of the same name, or the only one that ends a deal alike. Undefined where somebody has to say. */
export function counterpart(stage: StageRow, others: readonly StageRow[]): StageRow | undefined {
  const alike = others.filter(({ kind }) => kind === stage.kind);
  const named = alike.filter(({ name }) => name.toLowerCase() === stage.name.toLowerCase());
  if (named.length === 1) return named[0];
  return stage.kind !== 'open' && alike.length === 1 ? alike[0] : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
