import IconButton from '@mui/material/IconButton';
import ListSubheader from '@mui/material/ListSubheader';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useColorScheme } from '@mui/material/styles';
import { Check, Keyboard, LogOut, Monitor, Moon, Settings, Sun } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../api/api.js';
import { hangUp } from '../api/live.js';
import { useMeQuery, usePreferMutation, useSignOutMutation } from '../api/session.js';
import { languages, type Language } from '../i18n/languages.js';
import { useLanguage } from '../i18n/use-language.js';
import { Face } from '../kernel/fields/Face.js';
import { useAppDispatch } from '../store.js';
import { Icon } from './Icon.js';

const THEMES = [['system', Monitor], ['light', Sun], ['dark', Moon]] as const;

export function MeMenu() {
  const { t } = useTranslation();
  const { data: me } = useMeQuery();
  const { code } = useLanguage();
  const { mode, setMode } = useColorScheme();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [signOut] = useSignOutMutation();
  const [prefer] = usePreferMutation();
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const id = useId();
  if (!me) return null;
  const close = () => setAnchor(null);
  const leave = async () => {
    close();
    await signOut();
    hangUp();
    await navigate('/sign-in');
    dispatch(api.util.resetApiState());
  };
  return (
    <>
      <IconButton aria-label={`${t('me.title')}: ${me.account.name}`} aria-haspopup="menu" aria-expanded={anchor !== null} aria-controls={anchor ? id : undefined} onClick={({ currentTarget }) => setAnchor(currentTarget)}>
        <Face name={me.account.name} size={24} />
      </IconButton>
      <Menu id={id} anchorEl={anchor} open={anchor !== null} onClose={close} slotProps={{ list: { 'aria-label': t('me.title') } }}>
        <ListSubheader component="div" role="presentation" sx={{ lineHeight: '1.25rem', paddingBlock: 1, paddingInline: 2, background: 'none' }}>
          <strong>{me.account.name}</strong><br />{me.account.email}
        </ListSubheader>
        <MenuItem onClick={() => { close(); void navigate('/settings'); }}><Icon of={Settings} />{t('settings.title')}</MenuItem>
        <MenuItem onClick={() => { close(); document.dispatchEvent(new KeyboardEvent('keydown', { key: '?' })); }}><Icon of={Keyboard} />{t('keys.title')}</MenuItem>
        <ListSubheader component="div" role="presentation" sx={{ lineHeight: 2, paddingInline: 2, background: 'none' }}>{t('shell.theme.name')}</ListSubheader>
        {THEMES.map(([value, icon]) => (
          <MenuItem key={value} role="menuitemradio" aria-checked={mode === value} onClick={() => setMode(value)}>
            <Icon of={icon} /><span style={{ flex: 1 }}>{t(`shell.theme.${value}`)}</span>{mode === value && <Icon of={Check} />}
          </MenuItem>
        ))}
        <ListSubheader component="div" role="presentation" sx={{ lineHeight: 2, paddingInline: 2, background: 'none' }}>{t('shell.language')}</ListSubheader>
        {(Object.entries(languages) as [Language, { name: string }][]).map(([value, { name }]) => (
          <MenuItem key={value} role="menuitemradio" aria-checked={code === value} lang={value} onClick={() => void prefer({ language: value })}>
            <span style={{ flex: 1 }}>{name}</span>{code === value && <Icon of={Check} />}
          </MenuItem>
        ))}
        <MenuItem onClick={() => void leave()} divider={false}><Icon of={LogOut} />{t('me.signOut')}</MenuItem>
      </Menu>
    </>
  );
}
