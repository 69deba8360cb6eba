import { groupFrom } from '../../../kernel/list/view.js';
import type { Figure } from './sales-figures.js';

/** Where the records of a number stand as a list. */
export function linkTo({ records }: Pick<Figure, 'records'>): string | null {
  const where = records && groupFrom(records.where);
  return where ? `${records.path.replace('/api/v1', '')}?where=${encodeURIComponent(JSON.stringify(where))}` : null;
}
