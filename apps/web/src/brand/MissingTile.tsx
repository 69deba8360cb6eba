import { styled } from '@mui/material/styles';

const stones = [0, 8.5, 17].flatMap((y) => [0, 8.5, 17].map((x) => ({ x, y }))).filter(({ x, y }) => x !== 8.5 || y !== 8.5);

const Tiles = styled('svg')(({ theme }) => ({ fill: theme.vars.palette.neutral[6], stroke: theme.vars.palette.accent.solid }));

/** The floor of the mark with one stone missing. */
export function MissingTile() {
  return (
    <Tiles width={72} height={72} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {stones.map(({ x, y }) => <rect key={`${x}-${y}`} x={x} y={y} width="7" height="7" rx="1.25" stroke="none" />)}
      <rect x="8.8" y="8.8" width="6.4" height="6.4" rx="1" fill="none" strokeWidth="0.5" strokeDasharray="1.15 0.9" />
    </Tiles>
  );
}
