import type { Noun } from '../../../api/meta.js';
import { OwnFields } from './OwnFields.js';

export default function Record({ noun, id }: { noun: Noun; id: string }) {
  return <OwnFields noun={noun} opened={id} />;
}
