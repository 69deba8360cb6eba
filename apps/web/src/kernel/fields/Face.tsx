import { styled } from '@mui/material/styles';
import type { PillName } from '../../theme/tokens.js';

const SHADES: readonly PillName[] = ['sky', 'blue', 'green', 'yellow', 'orange', 'red', 'pink', 'slate'];

const Disc = styled('span', { shouldForwardProp: (name) => name !== 'shade' && name !== 'size' && name !== 'square' })<{ shade: PillName; size: number; square: boolean }>(({ theme, shade, size, square }) => ({
  display: 'inline-grid',
  placeItems: 'center',
  flexShrink: 0,
  inlineSize: size,
  blockSize: size,
  borderRadius: square ? Math.round(size / 4) : size,
  fontSize: Math.max(9, Math.round(size * 0.42)),
  lineHeight: 1,
  fontWeight: theme.typography.fontWeightBold,
  letterSpacing: 0,
  color: theme.vars.palette.pill[shade].text,
  backgroundColor: theme.vars.palette.pill[shade].soft,
  // Drawn and not written: it is no part of the name of the button that it stands in.
  '&::before': { content: 'attr(data-initials)' },
}));

/** Whom a row is about, at a glance: always beside the name, therefore hidden from readers. */
export function Face({ name, size = 20, square = false }: { name: string; size?: number; square?: boolean }) {
  const letters = [...name.trim()];
  const code = letters.reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 9_973, 7);
  const words = name.trim().split(/\s+/u);
  const initials = size >= 24 && words.length > 1 ? `${[...words[0]!][0]}${[...words.at(-1)!][0]}` : (letters[0] ?? '?');
  return <Disc shade={SHADES[code % SHADES.length]!} size={size} square={square} aria-hidden data-initials={initials.toLocaleUpperCase()} />;
}
