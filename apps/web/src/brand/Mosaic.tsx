import { styled } from '@mui/material/styles';

const COLUMNS = 26;
const ROWS = 14;
const STEP = 30;
const TILE = 26;

const Floor = styled('svg')(({ theme }) => ({
  position: 'absolute',
  insetBlockStart: -STEP * 2,
  insetInlineEnd: -STEP * 2,
  inlineSize: COLUMNS * STEP,
  blockSize: ROWS * STEP,
  zIndex: -1,
  pointerEvents: 'none',
  fill: theme.vars.palette.neutral[4],
  maskImage: 'radial-gradient(closest-side, #000 10%, transparent 100%)',
  '& .accent': { fill: theme.vars.palette.accent.line },
  // Beside a narrow column there is no room for it: only a corner shows, and nothing bright lies under text.
  [theme.breakpoints.down('md')]: { scale: '0.6', transformOrigin: 'top', insetInlineEnd: -STEP * 11, '& .accent': { fill: 'inherit' } },
}));

function scattered(index: number): number {
  let mixed = Math.imul(index + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca77);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae3d);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

/** Laid as if at random, yet the same on every visit. */
const stones = Array.from({ length: COLUMNS * ROWS }, (_, index) => {
  const chance = scattered(index);
  return { x: (index % COLUMNS) * STEP, y: Math.floor(index / COLUMNS) * STEP, chance };
}).filter(({ chance }) => chance > 0.3);

export function Mosaic() {
  return (
    <Floor viewBox={`0 0 ${COLUMNS * STEP} ${ROWS * STEP}`} preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">
      {stones.map(({ x, y, chance }) => (
        <rect key={`${x}-${y}`} x={x} y={y} width={TILE} height={TILE} rx={3} opacity={chance} className={chance > 0.95 ? 'accent' : undefined} />
      ))}
    </Floor>
  );
}
