import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Wordmark } from '../brand/Wordmark.js';
import { LanguageChoice } from './LanguageChoice.js';
import { Skip } from './Skip.js';
import { ThemeChoice } from './ThemeChoice.js';
import { useTitle } from './use-title.js';

const WIDEST = 1120;

const Frame = styled('div')(({ theme }) => ({
  position: 'relative',
  isolation: 'isolate',
  overflow: 'clip',
  flex: 1,
  display: 'flex',
  flexDirection: 'column',
  inlineSize: '100%',
  paddingInline: `max(${theme.spacing(8)}, calc((100% - ${WIDEST}px) / 2))`,
  [theme.breakpoints.down('sm')]: { paddingInline: theme.spacing(5) },
}));

const Top = styled('header')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: theme.spacing(2),
  blockSize: 64,
  flexShrink: 0,
  '& > div': { display: 'flex', alignItems: 'center', gap: theme.spacing(1), marginInlineEnd: theme.spacing(-2) },
}));

const Main = styled('main')({ flex: 1, display: 'flex', flexDirection: 'column', outline: 'none' });

const Foot = styled('footer')(({ theme }) => ({
  ...theme.typography.body2,
  display: 'flex',
  flexWrap: 'wrap',
  justifyContent: 'space-between',
  gap: theme.spacing(1, 4),
  paddingBlock: theme.spacing(5),
  color: theme.vars.palette.neutral[11],
  fontVariantNumeric: 'tabular-nums',
}));

/** Pages that stand outside the application: whoever sees them has not signed in. */
export function OutsidePage({ title, backdrop, children }: { title: string; backdrop?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  useTitle(title);
  return (
    <>
      <Skip href="#content">{t('shell.skip')}</Skip>
      <Frame>
        {backdrop}
        <Top>
          <Wordmark />
          <div>
            <LanguageChoice />
            <ThemeChoice />
          </div>
        </Top>
        <Main id="content" tabIndex={-1}>{children}</Main>
        <Foot>
          <span>{t('shell.version', { version: __VERSION__ })}</span>
          <span>{t('shell.licence')}</span>
        </Foot>
      </Frame>
    </>
  );
}
