import { styled } from '@mui/material/styles';
import { Trans, useTranslation } from 'react-i18next';
import { Mosaic } from '../../brand/Mosaic.js';
import { OutsidePage } from '../../shell/OutsidePage.js';
import { type } from '../../theme/tokens.js';
import { DeveloperLinks } from './DeveloperLinks.js';
import { HealthPanel } from './HealthPanel.js';

const Layout = styled('div')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 440px)',
  gridTemplateAreas: '"claim panel" "links panel"',
  gridTemplateRows: 'auto 1fr',
  columnGap: theme.spacing(20),
  rowGap: theme.spacing(12),
  // Not centred: the panel grows when it has something to say, and nothing else may move.
  paddingBlock: `clamp(${theme.spacing(6)}, 18vh, ${theme.spacing(50)}) ${theme.spacing(16)}`,
  [theme.breakpoints.down('md')]: {
    gridTemplateColumns: 'minmax(0, 1fr)',
    gridTemplateAreas: '"claim" "panel" "links"',
    rowGap: theme.spacing(8),
    paddingBlock: theme.spacing(6),
  },
}));

const Claim = styled('h1')(({ theme }) => ({
  gridArea: 'claim',
  fontSize: type.display.size,
  lineHeight: type.display.line,
  fontWeight: theme.typography.fontWeightBold,
  letterSpacing: '-0.022em',
  textWrap: 'balance',
  color: theme.vars.palette.neutral[12],
  '& span': { color: theme.vars.palette.neutral[10] },
  [theme.breakpoints.down('md')]: { fontSize: type.display.phoneSize, lineHeight: type.display.phoneLine },
  '&:lang(ar)': { letterSpacing: 0 },
}));

export function FrontPage() {
  const { t } = useTranslation();
  return (
    <OutsidePage title={t('front.title')} backdrop={<Mosaic />}>
      <Layout>
        <Claim><Trans i18nKey="front.claim" components={{ 1: <span /> }} /></Claim>
        <HealthPanel />
        <DeveloperLinks />
      </Layout>
    </OutsidePage>
  );
}
