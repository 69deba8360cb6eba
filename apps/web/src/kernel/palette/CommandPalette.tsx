import MuiDialog from '@mui/material/Dialog';
import { styled } from '@mui/material/styles';
import { ArrowRight, Plus, type LucideIcon } from 'lucide-react';
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useSearchQuery } from '../../api/records.js';
import { Icon } from '../../shell/Icon.js';
import { iconNamed } from '../../shell/nav-icons.js';
import { sectionsOf, settingsOf } from '../../shell/sections.js';
import { useWayBack } from '../../shell/use-way-back.js';
import { pathOf, useNouns } from '../nouns.js';

const Box = styled('div')(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  minBlockSize: 0,
  '& input': { ...theme.typography.body1, font: 'inherit', fontSize: '1rem', border: 0, outline: 'none', padding: '16px 18px', background: 'none', color: theme.vars.palette.neutral[12], borderBlockEnd: `1px solid ${theme.vars.palette.neutral[5]}` },
  '& ul': { listStyle: 'none', margin: 0, padding: 6, overflow: 'auto', minBlockSize: 0, blockSize: 360 },
  '& li': { ...theme.typography.body2, display: 'flex', alignItems: 'center', gap: 10, minBlockSize: 36, paddingInline: 10, borderRadius: 6, cursor: 'default', color: theme.vars.palette.neutral[12] },
  '& li[role=presentation]': { minBlockSize: 28, fontSize: '0.75rem', fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[10] },
  '& li[aria-selected=true]': { backgroundColor: theme.vars.palette.neutral[4] },
  '& li .more': { color: theme.vars.palette.neutral[10], marginInlineStart: 'auto', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& li .say': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minInlineSize: 0 },
  '& svg': { color: theme.vars.palette.neutral[10] },
}));

interface Command {
  key: string;
  group: string;
  icon: LucideIcon;
  say: string;
  more?: string;
  act: () => void;
}

/** One box for everything: what is found, where to go, what to make. */
export function CommandPalette({ only, onClose }: { only?: 'create' | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { meta, byName } = useNouns();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const asked = useDeferredValue(typed.trim());
  const { data: found } = useSearchQuery(asked, { skip: only === 'create' || asked.length < 2 });
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  useWayBack();

  const go = (to: string) => () => {
    onClose();
    void navigate(to);
  };
  // What is typed counts at once: whoever presses Enter means what stands there.
  const matches = (say: string) => say.toLocaleLowerCase().includes(typed.trim().toLocaleLowerCase());
  const creatable = meta.resources.filter((noun) => !noun.place && noun.may.includes('create') && noun.may.includes('read') && !noun.fields.some(({ partOf }) => partOf));
  // Most likely it is more of what is looked at.
  creatable.sort((a, b) => Number(pathname.startsWith(pathOf(b))) - Number(pathname.startsWith(pathOf(a))));
  const create = creatable.map((noun): Command => ({ key: `create ${noun.name}`, group: t('palette.create'), icon: Plus, say: t('palette.new', { noun: noun.label }), act: go(`${pathOf(noun)}?new`) }));
  const places = sectionsOf(meta, byName, t).flatMap(({ label, entries }) => entries.map((entry): Command => ({ key: `go ${entry.to}`, group: t('palette.go'), icon: entry.icon, say: entry.label, more: label, act: go(entry.to) })));
  const settings = settingsOf(meta, byName, t).flatMap(({ entries }) => entries.map((entry): Command => ({ key: `go ${entry.to}`, group: t('palette.go'), icon: entry.icon, say: entry.label, more: t('settings.title'), act: go(entry.to) })));
  const records = (asked.length < 2 ? [] : (found?.data ?? [])).flatMap((each): Command[] => {
    const noun = byName.get(each.resource);
    return noun ? [{ key: each.id, group: t('palette.found'), icon: iconNamed(noun.icon), say: each.title ?? noun.label, more: each.snippet && each.snippet !== each.title ? each.snippet : noun.label, act: go(`${pathOf(noun)}/${each.id}`) }] : [];
  });
  const commands = [...records, ...(only === 'create' ? create : [...places, ...create, ...settings]).filter(({ say }) => matches(say))];
  const chosen = commands[Math.min(active, commands.length - 1)];
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active, commands.length]);

  return (
    <MuiDialog open onClose={onClose} aria-label={t('palette.title')} sx={{ '& .MuiDialog-container': { alignItems: 'start' } }} slotProps={{ paper: { sx: { inlineSize: 600, maxInlineSize: 'calc(100vw - 24px)', marginBlockStart: '12vh', marginInline: '12px', borderRadius: '12px', maxBlockSize: '70vh' } } }}>
      <Box>
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={chosen && `${id}-${commands.indexOf(chosen)}`}
          aria-label={t('palette.title')}
          placeholder={t(only === 'create' ? 'palette.askCreate' : 'palette.ask')}
          value={typed}
          onChange={({ target }) => { setTyped(target.value); setActive(0); }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault();
              setActive((now) => (Math.min(now, commands.length - 1) + (event.key === 'ArrowDown' ? 1 : commands.length - 1)) % Math.max(commands.length, 1));
            } else if (event.key === 'Enter') {
              event.preventDefault();
              chosen?.act();
            }
          }}
        />
        <ul ref={list} id={id} role="listbox" aria-label={t('palette.title')}>
          {commands.map((command, index) => [
            command.group !== commands[index - 1]?.group && <li key={`${command.group} ${index}`} role="presentation">{command.group}</li>,
            <li key={command.key} id={`${id}-${index}`} role="option" aria-selected={command === chosen} onMouseMove={() => setActive(index)} onClick={command.act}>
              <Icon of={command.icon} />
              <span className="say" dir="auto">{command.say}</span>
              {command.more && <span className="more" dir="auto">{command.more}</span>}
              {command === chosen && !command.more && <span className="more"><Icon of={ArrowRight} /></span>}
            </li>,
          ])}
          {commands.length === 0 && <li role="option" aria-selected={false} aria-disabled>{t('palette.nothing')}</li>}
        </ul>
      </Box>
    </MuiDialog>
  );
}
