import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import { Check, type LucideIcon } from 'lucide-react';
import { useId, useState } from 'react';
import { useLanguage } from '../i18n/use-language.js';
import { Icon } from './Icon.js';

const Label = styled('span')({ flex: 1 });

export interface Option<V extends string> { value: V; label: string; icon?: LucideIcon; lang?: string }

interface Props<V extends string> {
  say: string;
  icon: LucideIcon;
  /** Shown beside the icon; without it the button is an icon alone. */
  label?: string;
  value: V;
  options: Option<V>[];
  onChoose: (value: V) => void;
}

/** A button that opens a short list of which one is chosen. */
export function Choice<V extends string>({ say, icon, label, value, options, onChoose }: Props<V>) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const id = useId();
  const { direction } = useLanguage();
  // The kit places menus by left and right of the window.
  const end = direction === 'rtl' ? 'left' : 'right';
  const button = {
    'aria-label': label ? `${say}: ${label}` : say,
    'aria-haspopup': 'menu',
    'aria-expanded': anchor !== null,
    'aria-controls': anchor ? id : undefined,
    onClick: (event: React.MouseEvent<HTMLElement>) => setAnchor(event.currentTarget),
  } as const;
  return (
    <>
      {label
        ? <Button variant="text" startIcon={<Icon of={icon} />} {...button}>{label}</Button>
        : <Tooltip title={say}><IconButton {...button}><Icon of={icon} /></IconButton></Tooltip>}
      <Menu
        id={id}
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: end }}
        transformOrigin={{ vertical: 'top', horizontal: end }}
        slotProps={{ list: { 'aria-label': say } }}
      >
        {options.map((option) => (
          <MenuItem
            key={option.value}
            role="menuitemradio"
            aria-checked={option.value === value}
            selected={option.value === value}
            lang={option.lang}
            onClick={() => {
              setAnchor(null);
              onChoose(option.value);
            }}
          >
            {option.icon && <Icon of={option.icon} />}
            <Label>{option.label}</Label>
            {option.value === value && <Icon of={Check} />}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
