import type { Noun } from '../../../api/meta.js';
import { RecordPage } from '../../../kernel/record/RecordPage.js';
import { MoveDialog } from './MoveDialog.js';

const forms = { move: MoveDialog };

export default function Record({ noun, id }: { noun: Noun; id: string }) {
  return <RecordPage noun={noun} id={id} forms={forms} hide={['rank']} />;
}
