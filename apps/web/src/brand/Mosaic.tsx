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
  [theme.breakpoints.down('md')]: { inlineSize: '150%', insetInlineEnd: '-40%', insetBlockStart: -STEP * 4 },
}));

/** The same floor on every visit: what looks laid at random is a small fixed sequence. */
const stones = Array.from({ length: COLUMNS * ROWS }, (_, index) => {
  const chance = ((index * 7919 + 104_729) * 2_654_435_761) % 4_294_967_296 / 4_294_967_296;
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
