import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../../kernel/fields/format.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import type { PillName } from '../../../theme/tokens.js';

const [HOT, WARM] = [50, 20];

const Tile = styled('span', { shouldForwardProp: (name) => name !== 'shade' && name !== 'large' })<{ shade: PillName; large: boolean }>(({ theme, shade, large }) => ({
  display: 'grid', placeItems: 'center', flexShrink: 0, inlineSize: large ? 44 : 36, blockSize: large ? 44 : 28, borderRadius: large ? 10 : 6,
  fontSize: large ? '1rem' : '0.8125rem', fontWeight: theme.typography.fontWeightBold, fontVariantNumeric: 'tabular-nums',
  color: theme.vars.palette.pill[shade].text, backgroundColor: theme.vars.palette.pill[shade].soft,
}));

/** The number says it; the warmth of its ground helps the eye over a long list. */
export function Score({ of: score, large = false }: { of: number; large?: boolean }) {
  const { t } = useTranslation();
  const shown = numberText(score, useWriting());
  return <Tile shade={score >= HOT ? 'orange' : score >= WARM ? 'yellow' : 'slate'} large={large} role="img" aria-label={t('leads.score', { score: shown })}>{shown}</Tile>;
}
