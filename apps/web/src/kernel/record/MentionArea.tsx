import { styled } from '@mui/material/styles';
import { useDeferredValue, useId, useRef, useState, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { useFewQuery, type Row } from '../../api/records.js';
import { Area } from '../../shell/Field.js';
import { Face } from '../fields/Face.js';
import { useNouns } from '../nouns.js';

const Frame = styled('div')({ position: 'relative', display: 'grid' });

const List = styled('ul')(({ theme }) => ({
  position: 'absolute', zIndex: 3, insetBlockStart: 'calc(100% + 4px)', insetInlineStart: 0, inlineSize: 'min(280px, 100%)', margin: 0, padding: 4, listStyle: 'none', borderRadius: 8,
  border: `1px solid ${theme.vars.palette.neutral[6]}`, backgroundColor: theme.vars.palette.raised, boxShadow: theme.vars.palette.float,
  '& li': { ...theme.typography.body2, display: 'flex', alignItems: 'center', gap: 8, padding: '6px 8px', borderRadius: 4, cursor: 'default' },
  '& li[aria-selected=true]': { backgroundColor: theme.vars.palette.neutral[4] },
}));

const SHOWN = 6;

interface Props extends Omit<ComponentProps<typeof Area>, 'value' | 'onChange'> {
  value: string;
  onChange: (text: string) => void;
  onMention: (name: string, memberId: string) => void;
}

/** A text in which "@" finds colleagues. */
export function MentionArea({ value, onChange, onMention, onKeyDown, ...rest }: Props) {
  const { t } = useTranslation();
  const area = useRef<HTMLTextAreaElement>(null);
  const member = useNouns().byName.get('member');
  const [asked, setAsked] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const id = useId();
  const q = useDeferredValue(asked ?? '');
  const { data } = useFewQuery({ path: member?.path ?? '', limit: 20, ...(q && { q }) }, { skip: !member || asked === null });
  const begins = (row: Row) => Number(!String(row['name']).toLocaleLowerCase().startsWith(q.toLocaleLowerCase()));
  const found = asked === null ? [] : (data?.data ?? []).toSorted((a, b) => begins(a) - begins(b)).slice(0, SHOWN);
  // What stands between the last "@" and the cursor, as long as it may be a name.
  const look = () => {
    const before = area.current?.value.slice(0, area.current.selectionStart) ?? '';
    setAsked(/(?:^|\s)@([\p{L}\p{M}'’-]*(?: [\p{L}\p{M}'’-]*)?)$/u.exec(before)?.[1] ?? null);
    setActive(0);
  };
  const choose = (row: Row) => {
    const name = String(row['name']);
    const end = area.current!.selectionStart;
    const begin = end - asked!.length;
    onChange(`${value.slice(0, begin)}${name} ${value.slice(end)}`);
    onMention(name, row.id);
    setAsked(null);
    requestAnimationFrame(() => area.current?.setSelectionRange(begin + name.length + 1, begin + name.length + 1));
  };
  return (
    <Frame>
      <Area
        {...rest}
        ref={area}
        value={value}
        aria-autocomplete="list"
        aria-controls={found.length ? id : undefined}
        aria-activedescendant={found[active] ? `${id}-${active}` : undefined}
        onChange={({ target }) => { onChange(target.value); look(); }}
        onBlur={() => setAsked(null)}
        onKeyDown={(event) => {
          const by = { ArrowDown: 1, ArrowUp: found.length - 1 }[event.key];
          if (found.length === 0 || event.metaKey || event.ctrlKey) return onKeyDown?.(event);
          if (by !== undefined) setActive((active + by) % found.length);
          else if (event.key === 'Enter' || event.key === 'Tab') choose(found[active]!);
          else if (event.key === 'Escape') setAsked(null);
          else return undefined;
          return event.preventDefault();
        }}
      />
      {found.length > 0 && (
        <List id={id} role="listbox" aria-label={t('composer.colleagues')}>
          {found.map((row, index) => <li key={row.id} id={`${id}-${index}`} role="option" aria-selected={index === active} onMouseEnter={() => setActive(index)} onMouseDown={(event) => { event.preventDefault(); choose(row); }}><Face name={String(row['name'])} />{String(row['name'])}</li>)}
        </List>
      )}
    </Frame>
  );
}
