import { styled } from '@mui/material/styles';

const Tiles = styled('svg')({ display: 'block', flexShrink: 0, forcedColorAdjust: 'auto' });
const Bright = styled('path')(({ theme }) => ({ fill: theme.vars.palette.accent.solid }));
const Pale = styled('path')(({ theme }) => ({ fill: theme.vars.palette.accent.line }));

/** A T laid of tesserae. The corners below are halves: stones cut to fit. */
export function Mark({ size }: { size: number }) {
  return (
    <Tiles width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <Bright d="M1.5 0h5.5v7H0V1.5A1.5 1.5 0 0 1 1.5 0ZM8.5 0h7v7h-7ZM17 0h5.5A1.5 1.5 0 0 1 24 1.5V7h-7ZM8.5 8.5h7v7h-7ZM8.5 17h7v7h-7Z" />
      <Pale d="M0 8.5h7v7ZM17 15.5v-7h7ZM0 17h7v7H1.5A1.5 1.5 0 0 1 0 22.5ZM17 17h7v5.5a1.5 1.5 0 0 1-1.5 1.5H17Z" />
    </Tiles>
  );
}
