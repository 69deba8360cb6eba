import type { Noun } from '../../../api/meta.js';
import { RecordPage } from '../../../kernel/record/RecordPage.js';
import { RoleMatrix } from './RoleMatrix.js';

export default function Record({ noun, id }: { noun: Noun; id: string }) {
  return <RecordPage noun={noun} id={id} middle={(row) => <RoleMatrix key={row.version} id={row.id} />} wide hide={['rights', 'given']} />;
}
