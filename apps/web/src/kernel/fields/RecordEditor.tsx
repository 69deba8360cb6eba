import { styled } from '@mui/material/styles';
import { useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFewQuery, type Row } from '../../api/records.js';
import { useTitle } from '../../api/titles.js';
import { Input } from '../../shell/Field.js';
import { titleOf, useNouns } from '../nouns.js';
import { Face } from './Face.js';
import type { EditorProps } from './Editor.js';

const Frame = styled('div')({ position: 'relative' });
const List = styled('ul')(({ theme }) => ({
  position: 'absolute',
  zIndex: theme.zIndex.modal + 1,
  insetBlockStart: 'calc(100% + 4px)',
  insetInline: 0,
  minInlineSize: 220,
  maxBlockSize: 260,
  overflow: 'auto',
  margin: 0,
  padding: 4,
  listStyle: 'none',
  borderRadius: 8,
  border: `1px solid ${theme.vars.palette.neutral[6]}`,
  backgroundColor: theme.vars.palette.raised,
  boxShadow: theme.vars.palette.float,
  '& li': { ...theme.typography.body2, display: 'flex', alignItems: 'center', gap: 8, padding: '6px 8px', borderRadius: 4, cursor: 'default', overflowWrap: 'anywhere' },
  '& li[aria-selected=true]': { backgroundColor: theme.vars.palette.neutral[4] },
  '& li[aria-disabled=true]': { color: theme.vars.palette.neutral[11] },
}));

/** Finds another record while its name is typed; an emptied field points nowhere. */
export function RecordEditor({ field, value, onChange, row, autoFocus, given, target = field.target }: EditorProps & { target?: string | undefined }) {
  const { t } = useTranslation();
  const { byName } = useNouns();
  const noun = byName.get(target ?? '');
  const related = field.relation ? (row?.[field.relation] as Row | null | undefined) : null;
  const { title } = useTitle(related ? undefined : noun, typeof value === 'string' ? value : '');
  const [typed, setTyped] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Row | null>(related ?? null);
  const [active, setActive] = useState(0);
  const asked = useDeferredValue(typed ?? '');
  const id = useId();
  const isOpen = typed !== null;
  const searchable = noun?.fields.some(({ searchable: found }) => found);
  const { data, isFetching } = useFewQuery({ path: noun?.path ?? '', limit: 8, ...(asked.trim() && searchable && { q: asked }) }, { skip: !noun || !isOpen });
  const rows = (data?.data ?? []).filter((each) => searchable || !asked || titleOf(each, noun!).toLocaleLowerCase().includes(asked.toLocaleLowerCase()));
  if (!noun) return <Input {...given} disabled placeholder={t('field.nounFirst')} />;
  const choose = (found: Row | null) => {
    setChosen(found);
    setTyped(null);
    onChange(found?.id ?? null);
  };
  return (
    <Frame>
      <Input
        {...given}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && rows[active] ? `${id}-${active}` : undefined}
        autoComplete="off"
        autoFocus={autoFocus ?? false}
        placeholder={t('field.find', { noun: noun.label })}
        value={typed ?? (value ? (chosen ? titleOf(chosen, noun) : (title ?? '')) : '')}
        onFocus={({ target }) => target.select()}
        onClick={() => setTyped((now) => now ?? '')}
        onChange={({ target }) => { setTyped(target.value); setActive(0); }}
        onBlur={() => { if (typed === '' && !chosen) onChange(null); setTyped(null); }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            if (isOpen) setActive((now) => (now + (event.key === 'ArrowDown' ? 1 : rows.length - 1)) % Math.max(rows.length, 1));
            else setTyped('');
          } else if (event.key === 'Enter' && isOpen) {
            event.preventDefault();
            event.stopPropagation();
            if (typed === '') choose(null);
            else if (rows[active]) choose(rows[active]);
          } else if (event.key === 'Escape' && isOpen) {
            event.stopPropagation();
            setTyped(null);
          }
        }}
      />
      {isOpen && (
        <List id={id} role="listbox" aria-label={noun.labelOfMany}>
          {rows.map((each, index) => (
            <li key={each.id} id={`${id}-${index}`} role="option" aria-selected={index === active} onMouseEnter={() => setActive(index)} onMouseDown={(event) => { event.preventDefault(); choose(each); }}>
              {target === 'member' && <Face name={titleOf(each, noun)} />}
              {titleOf(each, noun)}
            </li>
          ))}
          {rows.length === 0 && <li role="option" aria-selected={false} aria-disabled>{t(isFetching ? 'shell.loading' : 'field.nothingFound')}</li>}
        </List>
      )}
    </Frame>
  );
}
