import { styled } from '@mui/material/styles';
import type { PillName } from '../../theme/tokens.js';

/** The names that declarations use, on the set that people who do not see all colours can tell apart. */
const SHADES: Readonly<Record<string, PillName>> = {
  grey: 'slate', slate: 'slate', blue: 'blue', sky: 'sky', teal: 'sky', cyan: 'sky', green: 'green', amber: 'yellow', yellow: 'yellow', orange: 'orange', red: 'red', violet: 'pink', purple: 'pink', pink: 'pink',
};

export function shadeOf(name: string | undefined): PillName {
  return SHADES[name ?? ''] ?? 'slate';
}

const Shape = styled('span', { shouldForwardProp: (name) => name !== 'shade' })<{ shade: PillName }>(({ theme, shade }) => ({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 6,
  maxInlineSize: '100%',
  blockSize: 22,
  paddingInline: 8,
  borderRadius: 11,
  fontSize: '0.75rem',
  lineHeight: '1rem',
  fontWeight: theme.typography.fontWeightMedium,
  whiteSpace: 'nowrap',
  color: theme.vars.palette.pill[shade].text,
  backgroundColor: theme.vars.palette.pill[shade].soft,
  '& > i': { inlineSize: 6, blockSize: 6, borderRadius: 3, flexShrink: 0, backgroundColor: theme.vars.palette.pill[shade].dot },
  '& > span': { overflow: 'hidden', textOverflow: 'ellipsis' },
}));

export function Pill({ shade = 'slate', plain = false, children }: { shade?: string | undefined; plain?: boolean; children: string }) {
  return (
    <Shape shade={shadeOf(shade)}>
      {!plain && <i aria-hidden />}
      <span>{children}</span>
    </Shape>
  );
}
