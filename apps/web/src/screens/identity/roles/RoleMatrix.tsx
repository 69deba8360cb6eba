import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNouns } from '../../../kernel/nouns.js';
import { Dialog } from '../../../shell/Dialog.js';
import { reason, useSay } from '../../../shell/use-say.js';
import { Told } from '../../outside/Card.js';
import { useMatrixQuery, usePreviewMatrixMutation, useWriteMatrixMutation, type Cell, type Line, type Matrix, type Reach } from './matrix.js';

const Table = styled('table')(({ theme }) => ({
  ...theme.typography.body2,
  borderCollapse: 'collapse',
  inlineSize: '100%',
  '& th, & td': { padding: '4px 6px', textAlign: 'start', borderBlockEnd: `1px solid ${theme.vars.palette.neutral[4]}`, fontWeight: 400 },
  '& thead th': { position: 'sticky', insetBlockStart: 0, zIndex: 1, backgroundColor: theme.vars.palette.surface, color: theme.vars.palette.neutral[11], fontWeight: theme.typography.fontWeightMedium },
  '& tbody th': { fontWeight: theme.typography.fontWeightMedium },
  '& tr.module th': { color: theme.vars.palette.neutral[10], fontSize: '0.75rem', paddingBlockStart: 14 },
  '& .more': { display: 'flex', flexWrap: 'wrap', gap: '2px 12px', minInlineSize: 220 },
  '& summary': { inlineSize: 'fit-content', padding: '3px 4px', borderRadius: 4, color: theme.vars.palette.neutral[11], fontVariantNumeric: 'tabular-nums', cursor: 'default', '&:hover': { color: theme.vars.palette.neutral[12] } },
  '& select': { font: 'inherit', inlineSize: '100%', minInlineSize: 76, padding: '3px 4px', borderRadius: 4, border: `1px solid transparent`, color: theme.vars.palette.neutral[12], backgroundColor: 'transparent' },
  '& select:hover, & select:focus-visible': { borderColor: theme.vars.palette.neutral[7], outline: 'none' },
  '& select[data-given=true]': { backgroundColor: theme.vars.palette.accent.soft, color: theme.vars.palette.accent.text },
  '& select[data-changed=true]': { outline: `2px solid ${theme.vars.palette.caution.solid}` },
}));

const COLUMNS = ['read', 'create', 'update', 'delete', 'export', 'import', 'bulk'] as const;
const FEW = 2;
const CORNER = { maxInlineSize: 130 };

/** Named as the reader knows them; what is out of their reach as the server says it. */
function useMatrixInWords(id: string): { data: Matrix | undefined; error: unknown } {
  const { t } = useTranslation();
  const { byName } = useNouns();
  const { data, error } = useMatrixQuery(id);
  return useMemo(() => ({
    error,
    data: data && {
      ...data,
      resources: data.resources.map((line) => {
        const noun = byName.get(line.resource);
        const actions = line.actions.map((cell) => ({ ...cell, label: noun?.actions.find(({ name }) => name === cell.name)?.say ?? cell.label }));
        return { ...line, actions, label: line.module === null ? t('roles.everything') : (noun?.label ?? line.label) };
      }),
    },
  }), [byName, data, error, t]);
}

/** Who may do what to which noun; before it is written it says whom it would change what for. */
export function RoleMatrix({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error } = useMatrixInWords(id);
  const [draft, setDraft] = useState<Matrix | null>(null);
  const [preview, previewed] = usePreviewMatrixMutation();
  const [write, written] = useWriteMatrixMutation();
  const { done } = useSay();
  const { byName, meta } = useNouns();
  const labelOf = (action: string) => data?.resources[0]?.actions.find(({ name }) => name === action)?.label ?? action;
  if (error) return <Told tone="bad">{reason(error, t('shell.unreachable'))}</Told>;
  if (!data) return null;
  const matrix = draft ?? data;
  const changed = draft !== null && JSON.stringify(draft.resources) !== JSON.stringify(data.resources);
  const set = (line: Line, cell: Cell, reach: Reach | null) => setDraft({
    ...matrix,
    resources: matrix.resources.map((each) => (each.resource !== line.resource ? each : {
      ...each,
      actions: each.actions.map((action) => (action.name !== cell.name ? action : { ...action, allow: reach ? [{ ...(action.allow[0] ?? { fields: null, groups: [], masked: [], where: null }), reach }] : [] })),
    })),
  });
  const save = async () => {
    const saved = await write(matrix);
    if (saved.error) return;
    setDraft(null);
    previewed.reset();
    done(t('roles.written'));
  };
  const modules = [...new Set(matrix.resources.map(({ module }) => module))];
  return (
    <>
      <header style={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 8 }}>
        <h2>{t('roles.matrix')}</h2>
        {changed && <span style={{ display: 'flex', gap: 8 }}><Button variant="text" onClick={() => setDraft(null)}>{t('roles.discard')}</Button><Button variant="contained" loading={previewed.isLoading} onClick={() => void preview(matrix)}>{t('roles.preview')}</Button></span>}
      </header>
      {previewed.error && <Told tone="bad">{reason(previewed.error, t('shell.unreachable'))}</Told>}
      <div style={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={t('roles.matrix')}>
        <Table>
          <thead><tr><th scope="col">{t('audit.noun')}</th>{COLUMNS.map((name) => <th key={name} scope="col">{t(`roles.action.${name}`)}</th>)}<th scope="col">{t('roles.more')}</th></tr></thead>
          <tbody>
            {modules.flatMap((module) => [
              module && <tr key={module} className="module"><th colSpan={COLUMNS.length + 2}>{meta.menu.find((each) => each.module === module)?.label ?? module}</th></tr>,
              ...matrix.resources.filter((line) => line.module === module).map((line) => (
                <tr key={line.resource}>
                  <th scope="row" style={CORNER}>{line.label}</th>
                  {COLUMNS.map((name) => {
                    const cell = line.actions.find((each) => each.name === name);
                    return <td key={name}>{cell && <Choice cell={cell} line={line} before={data} onSet={(reach) => set(line, cell, reach)} />}</td>;
                  })}
                  <td><More line={line} onSet={(cell, reach) => set(line, cell, reach)} /></td>
                </tr>
              )),
            ])}
          </tbody>
        </Table>
      </div>
      {previewed.data && (
        <Dialog
          title={t('roles.effect')}
          width={560}
          onClose={previewed.reset}
          foot={<><Button variant="text" onClick={previewed.reset}>{t('shell.cancel')}</Button><Button variant="contained" disabled={!previewed.data.allowed} loading={written.isLoading} onClick={() => void save()}>{t('roles.write')}</Button></>}
        >
          {previewed.data.refusal && <Told tone="bad">{previewed.data.refusal}</Told>}
          {written.error && <Told tone="bad">{reason(written.error, t('shell.unreachable'))}</Told>}
          <p>{t('roles.concerns', { count: previewed.data.members })}</p>
          {previewed.data.shown.slice(0, 10).map(({ member, rights, records }) => (
            <section key={member.id}>
              <h3 style={{ margin: '12px 0 4px', fontSize: '0.8125rem' }}>{member.name}</h3>
              <ul style={{ margin: 0, paddingInlineStart: 18 }}>
                {rights.slice(0, 8).map(({ resource, action, after, effect }) => <li key={`${resource} ${action}`}>{t(`roles.effects.${effect}`, { action: labelOf(action), resource: byName.get(resource)?.label ?? resource })}{after && `: ${after}`}</li>)}
                {records.slice(0, 5).map(({ resource, before, after }) => <li key={resource}>{t('roles.records', { resource: byName.get(resource)?.label ?? resource, before, after })}</li>)}
              </ul>
            </section>
          ))}
        </Dialog>
      )}
    </>
  );
}

function Choice({ cell, line, before, onSet }: { cell: Cell; line: Line; before: Matrix; onSet: (reach: Reach | null) => void }) {
  const { t } = useTranslation();
  const own = cell.allow[0]?.reach ?? '';
  const was = before.resources.find(({ resource }) => resource === line.resource)?.actions.find(({ name }) => name === cell.name)?.allow[0]?.reach ?? '';
  const inherited = own === '' && cell.reach;
  return (
    <select aria-label={`${line.label}: ${cell.label}`} value={own} data-given={own !== ''} data-changed={own !== was} onChange={({ target }) => onSet((target.value || null) as Reach | null)}>
      <option value="">{inherited ? `(${t(`roles.reach.${cell.reach!}`)})` : '–'}</option>
      {cell.reaches.map((reach) => <option key={reach} value={reach}>{t(`roles.reach.${reach}`)}</option>)}
    </select>
  );
}

/** The verbs of a noun: some of them beside it, many behind how many of them are given. */
function More({ line, onSet }: { line: Line; onSet: (cell: Cell, reach: Reach | null) => void }) {
  const { t } = useTranslation();
  const cells = line.actions.filter(({ name }) => !(COLUMNS as readonly string[]).includes(name) && name !== '*');
  const boxes = (
    <div className="more">
      {cells.map((cell) => (
        <label key={cell.name} style={{ display: 'flex', gap: 6 }}>
          <input type="checkbox" checked={cell.allow.length > 0} onChange={({ target }) => onSet(cell, target.checked ? (cell.reaches.at(-1) ?? 'all') : null)} />{cell.label}
        </label>
      ))}
    </div>
  );
  if (cells.length <= FEW) return boxes;
  return <details><summary aria-label={`${line.label}: ${t('roles.more')}`}>{t('roles.someOf', { given: cells.filter(({ allow }) => allow.length > 0).length, all: cells.length })}</summary>{boxes}</details>;
}
