import { styled } from '@mui/material/styles';

const stones = [0, 8.5, 17].flatMap((y) => [0, 8.5, 17].map((x) => ({ x, y, part: y === 0 || x === 8.5 ? 'letter' : 'ground' })));

const Tiles = styled('svg')(({ theme }) => ({
  display: 'block',
  flexShrink: 0,
  '& .letter': { fill: theme.vars.palette.accent.solid },
  '& .ground': { fill: theme.vars.palette.accent.line },
}));

/** Nine tesserae; the darker ones lay a T. */
export function Mark({ size }: { size: number }) {
  return (
    <Tiles width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {stones.map(({ x, y, part }) => <rect key={`${x}-${y}`} className={part} x={x} y={y} width="7" height="7" rx="1.25" />)}
    </Tiles>
  );
}
