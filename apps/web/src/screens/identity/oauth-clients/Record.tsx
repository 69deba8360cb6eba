import type { Noun } from '../../../api/meta.js';
import { RecordPage } from '../../../kernel/record/RecordPage.js';
import { DrawSecret } from '../../settings/DrawSecret.js';

export default function Record({ noun, id }: { noun: Noun; id: string }) {
  return <RecordPage noun={noun} id={id} actions={(row) => <DrawSecret url={`/api/v1/auth/clients/${row.id}/secret`} id={row.id} shown={['clientId', 'clientSecret']} />} />;
}
