import { styled } from '@mui/material/styles';

export const Skip = styled('a')(({ theme }) => ({
  position: 'absolute',
  insetBlockStart: theme.spacing(2),
  insetInlineStart: theme.spacing(2),
  zIndex: theme.zIndex.tooltip,
  padding: theme.spacing(1.5, 3),
  borderRadius: theme.shape.borderRadius,
  fontWeight: theme.typography.fontWeightMedium,
  color: theme.vars.palette.accent.onSolid,
  backgroundColor: theme.vars.palette.accent.solid,
  '&:not(:focus)': { clipPath: 'inset(50%)', inlineSize: 1, blockSize: 1, padding: 0, overflow: 'hidden', whiteSpace: 'nowrap' },
}));
