import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import { styled } from '@mui/material/styles';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useNavigate } from 'react-router';
import { api } from '../../api/api.js';
import { isProblem } from '../../api/problem.js';
import { useEnterMutation, useMeQuery } from '../../api/session.js';
import { Mosaic } from '../../brand/Mosaic.js';
import { Face } from '../../kernel/fields/Face.js';
import { Icon } from '../../shell/Icon.js';
import { OutsidePage } from '../../shell/OutsidePage.js';
import { reason } from '../../shell/use-say.js';
import { useAppDispatch } from '../../store.js';
import { Card, Told } from '../outside/Card.js';

const Entry = styled(ButtonBase)(({ theme }) => ({
  ...theme.typography.body1,
  justifyContent: 'start',
  gap: 12,
  minBlockSize: 52,
  paddingInline: 12,
  borderRadius: 8,
  fontWeight: theme.typography.fontWeightMedium,
  border: `1px solid ${theme.vars.palette.neutral[6]}`,
  '&:hover': { borderColor: theme.vars.palette.neutral[8], backgroundColor: theme.vars.palette.neutral[3] },
}));

/** For whoever is signed in but nowhere yet: enter one of theirs, or begin one. */
export function OrganizationsPage() {
  const { t } = useTranslation();
  const { data: me, error } = useMeQuery();
  const [enter, entered] = useEnterMutation();
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  if (isProblem(error) && error.status === 401) return <Navigate to="/sign-in" replace />;
  if (!me) return null;
  const go = async (slug: string) => {
    if ((await enter(slug)).error) return;
    dispatch(api.util.resetApiState());
    await navigate('/');
  };
  return (
    <OutsidePage title={`${t('organizations.title')} · Tessera`} backdrop={<Mosaic />}>
      <Card title={me.organizations.length ? t('organizations.title') : t('organizations.none')}>
        {entered.error && <Told tone="bad">{reason(entered.error, t('shell.unreachable'))}</Told>}
        {me.organizations.length === 0 && <p>{t('organizations.noneSay')}</p>}
        {me.organizations.map(({ id, slug, name }) => <Entry key={id} onClick={() => void go(slug)}><Face name={name} size={28} square />{name}</Entry>)}
        <Button component={Link} to="/organizations/new" startIcon={<Icon of={Plus} />} variant={me.organizations.length ? 'outlined' : 'contained'}>{t('shell.newOrganization')}</Button>
      </Card>
    </OutsidePage>
  );
}
