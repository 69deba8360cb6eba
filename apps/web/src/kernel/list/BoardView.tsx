import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { Choice, Field, Noun } from '../../api/meta.js';
import { include, useFewQuery, type Json, type Row } from '../../api/records.js';
import { Select } from '../../shell/Field.js';
import { Pill } from '../fields/Pill.js';
import { Value, valueOf } from '../fields/Value.js';
import { numberText } from '../fields/format.js';
import { useWriting } from '../fields/use-writing.js';
import { listFields, titleOf } from '../nouns.js';
import { Board, BoardCard, BoardColumn } from './Board.js';
import { conditionOf, type View } from './view.js';
import { useView } from './use-view.js';

const Facts = styled('div')(({ theme }) => ({ color: theme.vars.palette.neutral[11], display: 'flex', flexDirection: 'column', gap: 2, minInlineSize: 0 }));

export interface BoardViewProps {
  noun: Noun;
  view: View;
  onOpen: (row: Row) => void;
  onSave: (row: Row, field: Field, value: Json) => Promise<boolean>;
}

/** Columns by one of the choices of a noun; a card that is dropped elsewhere takes that choice. */
export function BoardView({ noun, view, onOpen, onSave }: BoardViewProps) {
  const { t } = useTranslation();
  const [, setView] = useView();
  const fields = noun.fields.filter(({ choices }) => choices);
  const field = fields.find(({ name }) => name === view.by) ?? fields.find(({ list }) => list) ?? fields[0];
  if (!field) return null;
  return (
    <>
      {fields.length > 1 && <div style={{ padding: '10px 16px 0', inlineSize: 220 }}><Select aria-label={t('list.columnsBy')} value={field.name} onChange={({ target }) => setView({ by: target.value })}>{fields.map(({ name, label }) => <option key={name} value={name}>{label}</option>)}</Select></div>}
      <Board titleOf={(row) => titleOf(row, noun)} onDrop={(row, choice) => void (choice !== row[field.name] && onSave(row, field, choice))}>
        {field.choices!.map((choice) => <Stack key={choice.value} noun={noun} view={view} field={field} choice={choice} onOpen={onOpen} />)}
      </Board>
    </>
  );
}

function Stack({ noun, view, field, choice, onOpen }: { noun: Noun; view: View; field: Field; choice: Choice; onOpen: (row: Row) => void }) {
  const writing = useWriting();
  const own = { field: field.name, operator: 'eq', value: choice.value };
  const where = conditionOf(view.where);
  const { data } = useFewQuery({ path: noun.path, where: where ? { and: [where, own] } : own, q: view.q.trim() || undefined, sort: view.sort, include: include(noun), limit: 50, count: 'exact' });
  const factsOf = (row: Row) => listFields(noun).filter(({ name }) => name !== noun.title && name !== field.name && valueOf(row, name)).slice(0, 3);
  return (
    <BoardColumn id={choice.value} label={choice.label} head={<><Pill shade={choice.pill}>{choice.label}</Pill><span>{data?.page.count === undefined ? '' : numberText(data.page.count, writing)}</span></>}>
      {data?.data.map((row) => (
        <BoardCard key={row.id} row={row} title={titleOf(row, noun)} onOpen={() => onOpen(row)}>
          <Facts>{factsOf(row).map((fact) => <Value key={fact.name} field={fact} row={row} />)}</Facts>
        </BoardCard>
      ))}
    </BoardColumn>
  );
}
