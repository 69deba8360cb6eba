import type { Noun } from '../../../api/meta.js';
import { RecordPage } from '../../../kernel/record/RecordPage.js';

/** What each state lets one do, the likeliest first. */
const VERBS: Readonly<Record<string, readonly string[]>> = { open: ['invoice', 'complete', 'cancel'], completed: ['invoice'] };

export default function Record({ noun, id }: { noun: Noun; id: string }) {
  return <RecordPage noun={noun} id={id} verbs={(row) => VERBS[String(row['state'])] ?? []} hide={['taxes']} />;
}
