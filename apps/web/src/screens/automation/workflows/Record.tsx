import type { Noun } from '../../../api/meta.js';
import { RecordPage } from '../../../kernel/record/RecordPage.js';
import { WorkflowDesk } from './WorkflowDesk.js';

export default function Record({ noun, id }: { noun: Noun; id: string }) {
  return <RecordPage noun={noun} id={id} middle={(row) => <WorkflowDesk key={row.version} noun={noun} row={row} />} wide hide={['graph']} />;
}
