import type { Noun } from '../../../api/meta.js';
import { RecordPage } from '../../../kernel/record/RecordPage.js';
import { WorkflowDesk } from './WorkflowDesk.js';

/** What each state lets one do, the likeliest first. */
const VERBS: Readonly<Record<string, readonly string[]>> = { draft: ['publish'], on: ['publish', 'switch-off', 'start'], off: ['switch-on', 'publish'] };

export default function Record({ noun, id }: { noun: Noun; id: string }) {
  return <RecordPage noun={noun} id={id} middle={(row) => <WorkflowDesk key={row.version} noun={noun} row={row} />} wide hide={['graph', 'versionId']} verbs={(row) => VERBS[String(row['state'])] ?? []} />;
}
