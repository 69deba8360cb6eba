import { styled } from '@mui/material/styles';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelector } from 'react-redux';
import { Link } from 'react-router';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { pathOf, useNouns } from '../kernel/nouns.js';
import { useAppDispatch, type State } from '../store.js';
import { Icon } from './Icon.js';
import { toasts, type Toast } from './toasts.js';
import { undo } from './undo.js';
import { useKey } from './use-key.js';

const PATIENCE = 6_000;

const Place = styled('div')(({ theme }) => ({
  position: 'fixed',
  zIndex: theme.zIndex.snackbar,
  insetBlockEnd: 16,
  insetInlineStart: '50%',
  translate: '-50%',
  '[dir=rtl] &': { translate: '50%' },
  display: 'flex',
  flexDirection: 'column',
  gap: 8,
  inlineSize: 'min(440px, calc(100vw - 32px))',
  [theme.breakpoints.down('sm')]: { insetBlockEnd: 72 },
}));

const Card = styled('div')(({ theme }) => ({
  ...theme.typography.body2,
  display: 'flex',
  alignItems: 'center',
  gap: 10,
  minBlockSize: 44,
  paddingBlock: 6,
  paddingInline: '14px 6px',
  borderRadius: 10,
  color: theme.vars.palette.neutral[1],
  backgroundColor: theme.vars.palette.neutral[12],
  boxShadow: theme.vars.palette.float,
  '& > span': { flex: 1, overflowWrap: 'anywhere' },
  '& button, & button:hover': { color: 'inherit', backgroundColor: 'transparent' },
  '& button:hover': { textDecoration: 'underline' },
  '& .MuiButton-root': { fontWeight: theme.typography.fontWeightBold },
}));

export function Toasts() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const shown = useSelector((state: State) => state.toasts);
  const last = shown.findLast((toast) => toast.undo);
  useKey('mod+z', () => {
    undo(last!.undo!);
    dispatch(toasts.actions.dismiss(last!.id));
  }, last !== undefined);
  return <Place role="status" aria-live="polite" aria-label={t('shell.news')}>{shown.map((toast) => <Bread key={toast.id} toast={toast} />)}</Place>;
}

function Bread({ toast: { id, tone, say, undo: way, setUp } }: { toast: Toast }) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const missing = useNouns().byName.get(setUp ?? '');
  useEffect(() => {
    const timer = setTimeout(() => dispatch(toasts.actions.dismiss(id)), way || tone === 'bad' ? PATIENCE * 1.5 : PATIENCE);
    return () => clearTimeout(timer);
  }, [dispatch, id, way, tone]);
  return (
    <Card>
      {tone !== 'plain' && <Icon of={tone === 'good' ? CircleCheck : CircleAlert} />}
      <span>{say}</span>
      {way && <Button variant="text" onClick={() => { undo(way); dispatch(toasts.actions.dismiss(id)); }}>{t('shell.undo')}</Button>}
      {missing?.may.includes('create') && <Button variant="text" component={Link} to={pathOf(missing)} onClick={() => dispatch(toasts.actions.dismiss(id))}>{missing.labelOfMany}</Button>}
      <IconButton aria-label={t('shell.dismiss')} onClick={() => dispatch(toasts.actions.dismiss(id))}><Icon of={X} /></IconButton>
    </Card>
  );
}
