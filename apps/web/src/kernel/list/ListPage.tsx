import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { Plus, SearchX, Trash2, X } from 'lucide-react';
import { useCallback, useMemo, useRef, useState, type ComponentType, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import type { Field, Noun } from '../../api/meta.js';
import { useBulkMutation, useRemoveMutation, useRestoreMutation, useUpdateMutation, type Json, type Row } from '../../api/records.js';
import { Empty } from '../../shell/Empty.js';
import { Icon } from '../../shell/Icon.js';
import { iconNamed } from '../../shell/nav-icons.js';
import { useSay } from '../../shell/use-say.js';
import { useHere } from '../../shell/where.js';
import { useWide } from '../../shell/use-wide.js';
import { CreateDialog } from '../record/CreateDialog.js';
import { Peek } from '../record/Peek.js';
import { changeOf, pathOf, titleOf } from '../nouns.js';
import { numberText } from '../fields/format.js';
import { valueOf } from '../fields/Value.js';
import { useWriting } from '../fields/use-writing.js';
import { BoardView, type BoardViewProps } from './BoardView.js';
import { BulkBar } from './BulkBar.js';
import { chosenColumns } from './columns.js';
import { FilterBar } from './FilterBar.js';
import { ListHead } from './ListHead.js';
import { PhoneList } from './PhoneList.js';
import { Table } from './Table.js';
import { useRows } from './use-rows.js';
import { useView } from './use-view.js';
import { CalendarView, type CalendarViewProps } from './CalendarView.js';
import type { View } from './view.js';

const Page = styled('div')({ display: 'flex', minBlockSize: 0, flex: 1, minInlineSize: 0 });
const Column = styled('div')({ flex: 1, minInlineSize: 0, display: 'flex', flexDirection: 'column' });
const Bar = styled('div')(({ theme }) => ({ paddingInline: 20, paddingBlockEnd: 10, borderBlockEnd: `1px solid ${theme.vars.palette.neutral[5]}`, [theme.breakpoints.down('sm')]: { paddingInline: 12 } }));

export interface InboxProps {
  noun: Noun;
  rows: readonly Row[];
  isLoading: boolean;
  hasMore: boolean;
  onMore: () => void;
}

interface Props {
  noun: Noun;
  action?: ReactNode;
  board?: ComponentType<BoardViewProps>;
  calendar?: ComponentType<CalendarViewProps>;
  /** For what comes in and has to be worked through: what of it is open, and the screen for it. */
  inbox?: { open: (view: View) => View; Screen: ComponentType<InboxProps> };
}

/** The list of any noun: table, board or calendar of the same filtered rows. */
export function ListPage({ noun, action, board: Board = BoardView, calendar: Calendar = CalendarView, inbox }: Props) {
  const { t } = useTranslation();
  const writing = useWriting();
  const navigate = useNavigate();
  const isWide = useWide();
  const [search, setSearch] = useSearchParams();
  const [view, setView] = useView();
  const Inbox = view.layout === 'inbox' ? inbox?.Screen : undefined;
  const asked = useMemo(() => (view.layout === 'inbox' && inbox ? inbox.open(view) : view), [view, inbox]);
  const { rows, count, isFetching, isLoading, hasNextPage, fetchNextPage, error, refetch } = useRows(noun, asked);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string | null>(null);
  const column = useRef<HTMLDivElement>(null);
  const [update] = useUpdateMutation();
  const [remove] = useRemoveMutation();
  const [restore] = useRestoreMutation();
  const [bulk] = useBulkMutation();
  const { done, refused } = useSay();
  useHere(noun.labelOfMany);

  const columns = useMemo(() => chosenColumns(noun, view.columns), [noun, view.columns]);
  const more = useCallback(() => { if (!isFetching && hasNextPage) void fetchNextPage(); }, [isFetching, hasNextPage, fetchNextPage]);
  const parameter = (name: string, value: string | null) => setSearch((now) => {
    const next = new URLSearchParams(now);
    if (value === null) next.delete(name);
    else next.set(name, value);
    return next;
  });
  const open = (row: Row) => void navigate(`${pathOf(noun)}/${row.id}`);
  const peek = (row: Row) => parameter('peek', search.get('peek') === row.id ? null : row.id);
  const sortBy = ({ name }: Field) => setView({ sort: view.sort === name ? `-${name}` : view.sort === `-${name}` ? undefined : name });
  // The bar goes, and with it what was pressed.
  const unselect = () => {
    column.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
    setSelected(new Set());
  };
  const select = (id: string, range: boolean) => {
    const next = new Set(selected);
    const [from, to] = [rows.findIndex((row) => row.id === anchor.current), rows.findIndex((row) => row.id === id)];
    if (range && from >= 0) for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(row.id);
    else if (!next.delete(id)) next.add(id);
    anchor.current = id;
    setSelected(next);
  };
  const save = async (row: Row, { name }: Field, value: Json): Promise<boolean> => {
    const saved = await update({ path: noun.path, id: row.id, body: changeOf(name, value), etag: `"${row.version}"` });
    if (saved.error) refused(saved.error);
    return !saved.error;
  };
  const takeBack = (ids: readonly string[]) => () => void Promise.all(ids.map((id) => restore({ path: noun.path, id })));
  const removeOne = async (row: Row) => {
    if (!noun.may.includes('delete')) return;
    const gone = await remove({ path: noun.path, id: row.id });
    if (gone.error) refused(gone.error);
    else done(t('list.deletedOne', { title: titleOf(row, noun) }), takeBack([row.id]));
  };
  const removeMany = async () => {
    const ids = [...selected];
    const answer = await bulk({ path: noun.path, delete: ids });
    if (answer.error) return refused(answer.error);
    const gone = ids.filter((_, index) => answer.data.results[index]!.status < 300);
    unselect();
    done(t('list.deleted', { count: gone.length, all: ids.length }), takeBack(gone));
  };
  const changeMany = async (field: Field, value: Json) => {
    const ids = [...selected];
    const before = new Map(rows.map((row) => [row.id, valueOf(row, field.name) ?? null]));
    const answer = await bulk({ path: noun.path, update: ids.map((id) => ({ id, ...changeOf(field.name, value) })) });
    if (answer.error) return refused(answer.error);
    const changed = ids.filter((_, index) => answer.data.results[index]!.status < 300);
    done(t('list.changed', { count: changed.length, all: ids.length }), () => void bulk({ path: noun.path, update: changed.map((id) => ({ id, ...changeOf(field.name, before.get(id) ?? null) })) }));
  };

  const peeked = search.get('peek');
  const isFiltered = view.where.filters.length > 0 || view.q !== '' || view.deleted;
  const isEmpty = !isLoading && rows.length === 0 && !error;
  const create = noun.may.includes('create') && <Button variant="contained" startIcon={<Icon of={Plus} />} onClick={() => parameter('new', '')}>{t('palette.new', { noun: noun.label })}</Button>;
  // A phone shows one of the two panes of an inbox.
  const isAlone = Inbox && !isWide && search.has('at');
  return (
    <Page>
      <Column ref={column}>
        {!isAlone && <ListHead hasInbox={inbox !== undefined} noun={noun} view={view} onChange={setView} count={count === undefined ? undefined : numberText(count, writing)} action={action || create} />}
        {!isAlone && <Bar><FilterBar noun={noun} group={view.where} onChange={(where) => setView({ where })} /></Bar>}
        {error
          ? <Empty icon={X} title={t('list.failed')} action={<Button onClick={() => void refetch()}>{t('shell.tryAgain')}</Button>}>{'detail' in error ? String((error as { errors?: { say: string }[] }).errors?.[0]?.say ?? error.detail) : t('shell.unreachable')}</Empty>
          : isEmpty && (Inbox ? isFiltered : view.layout === 'table' || view.layout === 'inbox')
            ? isFiltered
              ? <Empty icon={SearchX} title={t('list.noneFound')} action={<Button onClick={() => setView({ where: { any: false, filters: [] }, q: '', deleted: false })}>{t('list.clear')}</Button>}>{t('list.noneFoundSay')}</Empty>
              : <Empty icon={iconNamed(noun.icon)} title={t('list.none', { nouns: noun.labelOfMany })} action={action || create}>{t('list.noneSay', { nouns: noun.labelOfMany })}</Empty>
            : Inbox
              ? <Inbox noun={noun} rows={rows} isLoading={isLoading} hasMore={hasNextPage} onMore={more} />
              : view.layout === 'board'
              ? <Board noun={noun} view={view} onOpen={open} onSave={save} />
              : view.layout === 'calendar'
                ? <Calendar noun={noun} view={view} onOpen={open} />
                : isWide
                  ? <Table noun={noun} columns={columns} rows={rows} count={count} isLoading={isLoading} hasMore={hasNextPage} onMore={more} sort={view.sort} onSort={sortBy} selected={selected} onSelect={select} onOpen={open} onPeek={peek} onDelete={(row) => void removeOne(row)} onSave={save} />
                  : <PhoneList noun={noun} columns={columns} rows={rows} isLoading={isLoading} hasMore={hasNextPage} onMore={more} onOpen={open} />}
        {selected.size > 0 && (
          <BulkBar noun={noun} count={selected.size} onClear={unselect} onChange={(field, value) => void changeMany(field, value)}>
            {noun.may.includes('delete') && noun.may.includes('bulk') && <Button variant="text" startIcon={<Icon of={Trash2} />} onClick={() => void removeMany()}>{t('list.delete')}</Button>}
          </BulkBar>
        )}
      </Column>
      {peeked && isWide && <Peek noun={noun} id={peeked} onClose={() => parameter('peek', null)} />}
      {search.has('new') && <CreateDialog noun={noun} onClose={() => parameter('new', null)} onMade={(row) => void navigate(`${pathOf(noun)}/${row.id}`)} />}
    </Page>
  );
}
