import { styled } from '@mui/material/styles';

const Tiles = styled('svg')(({ theme }) => ({ '& .laid': { fill: theme.vars.palette.neutral[6] }, '& .gap': { fill: 'none', stroke: theme.vars.palette.accent.solid } }));

/** The floor of the mark with one stone missing. */
export function MissingTile() {
  return (
    <Tiles width={72} height={72} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path className="laid" d="M1.5 0h5.5v7H0V1.5A1.5 1.5 0 0 1 1.5 0ZM8.5 0h7v7h-7ZM17 0h5.5A1.5 1.5 0 0 1 24 1.5V7h-7ZM0 8.5h7v7H0ZM17 8.5h7v7h-7ZM0 17h7v7H1.5A1.5 1.5 0 0 1 0 22.5ZM8.5 17h7v7h-7ZM17 17h7v5.5a1.5 1.5 0 0 1-1.5 1.5H17Z" />
      <rect className="gap" x="9" y="9" width="6" height="6" strokeWidth="0.6" strokeDasharray="1.2 0.9" />
    </Tiles>
  );
}
