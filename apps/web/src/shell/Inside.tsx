import { styled } from '@mui/material/styles';
import { useEffect } from 'react';
import Skeleton from '@mui/material/Skeleton';
import { Navigate, useLocation } from 'react-router';
import { useTranslation } from 'react-i18next';
import Button from '@mui/material/Button';
import { useMetaQuery } from '../api/meta.js';
import { isProblem } from '../api/problem.js';
import { useMeQuery } from '../api/session.js';
import { MissingTile } from '../brand/MissingTile.js';
import { speak } from '../i18n/i18n.js';
import { isLanguage } from '../i18n/languages.js';
import { Notice } from './Notice.js';
import { OutsidePage } from './OutsidePage.js';
import { reason } from './use-say.js';
import { Shell } from './Shell.js';

const Ghost = styled('div')({ display: 'grid', gridTemplateColumns: '224px 1fr', blockSize: '100dvh', gap: 16, padding: 12, '@media (max-width: 600px)': { gridTemplateColumns: '1fr' } });

/** Everything that asks for a session: who is not signed in is asked to, and comes back to where they were going. */
export function Inside() {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  const me = useMeQuery();
  const isPlaced = Boolean(me.data?.member);
  const meta = useMetaQuery(undefined, { skip: !isPlaced });
  const error = me.error ?? meta.error;
  const language = meta.data?.language;
  // Nouns and fields speak the language of the member: the rest follows, on every device.
  useEffect(() => {
    if (isLanguage(language)) void speak(language);
  }, [language]);
  if (isProblem(error) && error.status === 401) return <Navigate to={`/sign-in${pathname === '/' ? '' : `?to=${encodeURIComponent(pathname + search)}`}`} replace />;
  if (error) {
    return (
      <OutsidePage title={t('shell.brokenTitle')}>
        <Notice picture={<MissingTile />} heading={t('shell.brokenTitle')} action={<Button variant="contained" onClick={() => { void me.refetch(); if (isPlaced) void meta.refetch(); }}>{t('shell.tryAgain')}</Button>}>{reason(error, t('shell.unreachable'))}</Notice>
      </OutsidePage>
    );
  }
  if (me.data && !me.data.member) return <Navigate to="/organizations" replace />;
  if (!me.data || !meta.data) return <Ghost aria-busy aria-label={t('shell.loading')}><Skeleton variant="rounded" height="100%" /><Skeleton variant="rounded" height="100%" /></Ghost>;
  return <Shell />;
}
