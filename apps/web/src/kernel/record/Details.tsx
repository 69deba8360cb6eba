import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { ChevronDown, ChevronUp, Pencil } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, Noun } from '../../api/meta.js';
import { isProblem } from '../../api/problem.js';
import type { Json, Row } from '../../api/records.js';
import { Dialog } from '../../shell/Dialog.js';
import { Icon } from '../../shell/Icon.js';
import { reason } from '../../shell/use-say.js';
import { Editor } from '../fields/Editor.js';
import { Ago, Value, valueOf } from '../fields/Value.js';
import { detailFields, historyFields } from '../nouns.js';
import { useSave } from './use-save.js';

const List = styled('dl')(({ theme }) => ({
  margin: 0,
  display: 'flex',
  flexDirection: 'column',
  '& > div': { display: 'grid', gridTemplateColumns: 'minmax(96px, 34%) minmax(0, 1fr)', alignItems: 'start', gap: 8 },
  '& dt': { ...theme.typography.body2, paddingBlock: 6, color: theme.vars.palette.neutral[11], overflowWrap: 'anywhere' },
  '& dd': { ...theme.typography.body2, margin: 0, minInlineSize: 0 },
}));

const Spot = styled('div', { shouldForwardProp: (name) => name !== 'open' && name !== 'glows' })<{ open: boolean; glows: boolean }>(({ theme, open, glows }) => ({
  minBlockSize: 32,
  marginInlineStart: -8,
  padding: '6px 8px',
  borderRadius: 6,
  minInlineSize: 0,
  overflowWrap: 'anywhere',
  transition: 'background-color 900ms',
  backgroundColor: glows ? theme.vars.palette.accent.softHover : 'transparent',
  ...(open && { '&:hover': { backgroundColor: theme.vars.palette.neutral[4] }, cursor: 'text' }),
  '&:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: -2 },
  display: 'flex',
  alignItems: 'start',
  gap: 4,
  '& .value': { flex: 1, minInlineSize: 0 },
  // There for the keyboard and for readers; the mouse has the whole value to press.
  '& > button': { display: 'grid', border: 0, padding: 2, borderRadius: 4, background: 'none', color: theme.vars.palette.neutral[10], opacity: 0 },
  '&:hover > button, & > button:focus-visible': { opacity: 1 },
  '& > button:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}` },
  '& .nothing': { color: theme.vars.palette.neutral[10] },
}));

const Told = styled('p')(({ theme }) => ({ ...theme.typography.body2, margin: '2px 0 6px', color: theme.vars.palette.bad.text }));

const FIRST_FACTS = 6;
const LEAST_FOLDED = 2;

interface Props {
  noun: Noun;
  row: Row;
  glowing: ReadonlySet<string>;
  mayUpdate: boolean;
  hide?: readonly string[];
}

/** All that is known of a record, edited where it stands. */
export function Details({ noun, row, glowing, mayUpdate, hide = [] }: Props) {
  const { t } = useTranslation();
  const { save, conflict, settle } = useSave(noun, row);
  const fields = detailFields(noun).filter(({ name }) => !hide.includes(name));
  const [foldable] = useState(() => emptyOf(fields, row));
  const [isUnfolded, setUnfolded] = useState(false);
  const folded = fields.filter((field) => foldable.has(field.name) && (isUnfolded || isEmpty(row, field)));
  const line = (field: Field) => <Line key={field.name} field={field} row={row} glows={glowing.has(field.name)} mayUpdate={mayUpdate} onSave={(value) => save(field, value)} />;
  return (
    <>
      <List>
        {fields.filter((field) => !folded.includes(field)).map(line)}
        {historyFields(noun).filter(({ name }) => name.endsWith('At')).map((field) => (
          <div key={field.name}><dt>{field.label}</dt><dd><Spot open={false} glows={false}>{row[field.name] ? <Ago at={String(row[field.name])} /> : null}</Spot></dd></div>
        ))}
      </List>
      {folded.length > 0 && (
        <Button variant="text" aria-expanded={isUnfolded} startIcon={<Icon of={isUnfolded ? ChevronUp : ChevronDown} />} onClick={() => setUnfolded(!isUnfolded)} sx={{ marginInlineStart: -3, marginBlockStart: 1 }}>
          {isUnfolded ? t('record.fewerFields') : t('record.emptyFields', { count: folded.length })}
        </Button>
      )}
      {isUnfolded && <List>{folded.map(line)}</List>}
      {conflict && (
        <Dialog
          title={t('conflict.title')}
          onClose={() => void settle(false)}
          foot={<><Button onClick={() => void settle(false)}>{t('conflict.theirs')}</Button><Button variant="contained" onClick={() => void settle(true)}>{t('conflict.mine')}</Button></>}
        >
          <p style={{ marginBlockStart: 0 }}>{t('conflict.say', { field: conflict.field.label })}</p>
          <List>
            <div><dt>{t('conflict.ofOthers')}</dt><dd><Spot open={false} glows={false}><Value field={conflict.field} row={{ ...row, ...conflict.theirs }} room="page" /></Spot></dd></div>
            <div><dt>{t('conflict.own')}</dt><dd><Spot open={false} glows={false}><Value field={conflict.field} row={{ ...row, [conflict.field.name]: conflict.mine }} room="page" /></Spot></dd></div>
          </List>
        </Dialog>
      )}
    </>
  );
}

/** Those that say nothing yet and that nobody looks for first; a few of them are not worth a fold. */
function emptyOf(fields: readonly Field[], row: Row): ReadonlySet<string> {
  const empty = fields.filter((field, place) => place >= FIRST_FACTS && !field.required && field.list === undefined && isEmpty(row, field));
  return new Set(empty.length < LEAST_FOLDED ? [] : empty.map(({ name }) => name));
}

function isEmpty(row: Row, { name }: Field): boolean {
  const value = valueOf(row, name) ?? '';
  return value === '' || (Array.isArray(value) && value.length === 0);
}

function Line({ field, row, glows, mayUpdate, onSave }: { field: Field; row: Row; glows: boolean; mayUpdate: boolean; onSave: (value: Json) => Promise<unknown> }) {
  const { t } = useTranslation();
  const kept = valueOf(row, field.name) ?? null;
  const [draft, setDraft] = useState<{ value: Json } | null>(null);
  const [error, setError] = useState<string>();
  const isOpen = mayUpdate && field.update === true;
  const isLong = field.widget === 'lines' || field.widget === 'rich-text' || field.widget === 'json';
  const spot = useRef<HTMLButtonElement>(null);
  const byKeys = useRef(false);
  const comesBack = useRef(false);
  const close = () => { setDraft(null); setError(undefined); };
  useEffect(() => {
    if (draft || !comesBack.current) return;
    comesBack.current = false;
    spot.current?.focus();
  }, [draft]);
  const finish = async (value: Json) => {
    if (JSON.stringify(value) === JSON.stringify(kept)) return close();
    const failed = await onSave(value);
    if (failed === null) close();
    else setError(isProblem(failed) ? reason(failed, t('shell.unreachable')) : undefined);
  };
  const begin = () => isOpen && setDraft({ value: kept });
  return (
    <div>
      <dt>{field.label}</dt>
      <dd>
        {draft
          ? (
            <div
              onPointerDown={() => { byKeys.current = false; }}
              onKeyDown={(event) => {
                byKeys.current = true;
                comesBack.current = event.key !== 'Tab';
                if (event.key === 'Escape') close();
                else if (event.key === 'Enter' && !event.defaultPrevented && (!isLong || event.metaKey || event.ctrlKey)) void finish(draft.value);
                else return;
                event.preventDefault();
              }}
              onBlur={(event) => {
                if (event.currentTarget.contains(event.relatedTarget) || error) return;
                comesBack.current = false;
                void finish(draft.value);
              }}
            >
              <Editor field={field} row={row} value={draft.value} autoFocus onChange={(value) => { setDraft({ value }); setError(undefined); if (!byKeys.current && (field.choices || field.widget === 'switch')) void finish(value); }} given={{ 'aria-label': field.label, 'aria-invalid': Boolean(error) }} />
              {error && <Told role="alert">{error}</Told>}
            </div>
          )
          : (
            <Spot open={isOpen} glows={glows} onClick={(event) => { if (!(event.target as HTMLElement).closest('a')) begin(); }}>
              <span className="value">{isEmpty(row, field) ? <span className="nothing">{isOpen ? t('record.empty') : '–'}</span> : <Value field={field} row={row} room="page" />}</span>
              {isOpen && <button ref={spot} type="button" aria-label={`${t('record.edit')}: ${field.label}`} onClick={begin}><Icon of={Pencil} /></button>}
            </Spot>
          )}
      </dd>
    </div>
  );
}
