import type { Noun } from '../../../api/meta.js';
import { ListPage } from '../../../kernel/list/ListPage.js';
import { PipelineBoard } from './PipelineBoard.js';

/** Deals: their board has the stages of a pipeline for columns. */
export default function List({ noun }: { noun: Noun }) {
  return <ListPage noun={noun} board={PipelineBoard} />;
}
