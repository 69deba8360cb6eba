import type { Noun } from '../../../api/meta.js';
import { RecordPage } from '../../../kernel/record/RecordPage.js';
import { ConvertDialog } from './ConvertDialog.js';

const forms = { convert: ConvertDialog };

export default function Record({ noun, id }: { noun: Noun; id: string }) {
  return <RecordPage noun={noun} id={id} forms={forms} />;
}
