import ButtonBase from '@mui/material/ButtonBase';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import { Check, ChevronsUpDown, Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../api/api.js';
import { hangUp } from '../api/live.js';
import { useEnterMutation, useMeQuery } from '../api/session.js';
import { Face } from '../kernel/fields/Face.js';
import { useAppDispatch } from '../store.js';
import { Icon } from './Icon.js';
import { useSay } from './use-say.js';

const Bar = styled(ButtonBase)(({ theme }) => ({
  ...theme.typography.body2,
  fontWeight: theme.typography.fontWeightBold,
  justifyContent: 'start',
  gap: 10,
  blockSize: 36,
  flexShrink: 0,
  marginBlock: 6,
  paddingInline: 8,
  borderRadius: 6,
  textAlign: 'start',
  color: theme.vars.palette.neutral[12],
  '& > .name': { flex: 1, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '&:hover, &[aria-expanded=true]': { backgroundColor: theme.vars.palette.neutral[4] },
}));

/** Where one is, and the way to where else one belongs, without signing in again. */
export function OrganizationSwitch({ folded }: { folded: boolean }) {
  const { t } = useTranslation();
  const { data: me } = useMeQuery();
  const [enter] = useEnterMutation();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const { refused } = useSay();
  const id = useId();
  const here = me?.organization;
  if (!here) return null;
  const go = async (slug: string) => {
    setAnchor(null);
    if (slug === here.slug) return;
    const entered = await enter(slug);
    if (entered.error) return refused(entered.error);
    hangUp();
    await navigate('/');
    // Nothing of the other organisation may stay in sight.
    dispatch(api.util.resetApiState());
  };
  return (
    <>
      <Bar aria-label={`${t('shell.organization')}: ${here.name}`} aria-haspopup="menu" aria-expanded={anchor !== null} aria-controls={anchor ? id : undefined} onClick={({ currentTarget }) => setAnchor(currentTarget)}>
        <Face name={here.name} size={24} square />
        {!folded && <><span className="name">{here.name}</span><Icon of={ChevronsUpDown} /></>}
      </Bar>
      <Menu id={id} anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)} slotProps={{ list: { 'aria-label': t('shell.organization') } }}>
        {me.organizations.map(({ id: key, slug, name }) => (
          <MenuItem key={key} role="menuitemradio" aria-checked={key === here.id} onClick={() => void go(slug)}>
            <Face name={name} size={20} square />
            <span style={{ flex: 1 }}>{name}</span>
            {key === here.id && <Icon of={Check} />}
          </MenuItem>
        ))}
        <MenuItem onClick={() => { setAnchor(null); void navigate('/organizations/new'); }}><Icon of={Plus} />{t('shell.newOrganization')}</MenuItem>
      </Menu>
    </>
  );
}
