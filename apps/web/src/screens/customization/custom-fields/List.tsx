import type { Noun } from '../../../api/meta.js';
import { OwnFields } from './OwnFields.js';

export default function List({ noun }: { noun: Noun }) {
  return <OwnFields noun={noun} />;
}
