import type { Noun } from '../../../api/meta.js';
import { RecordPage } from '../../../kernel/record/RecordPage.js';
import { DrawSecret } from '../../settings/DrawSecret.js';
import { Deliveries } from './Deliveries.js';

export default function Record({ noun, id }: { noun: Noun; id: string }) {
  return (
    <RecordPage
      noun={noun}
      id={id}
      actions={(row) => <DrawSecret url={`${noun.path}/${row.id}/secret`} id={row.id} shown={['secret']} />}
      middle={(row) => <Deliveries path={`${noun.path}/${row.id}`} />}
    />
  );
}
