import { styled } from '@mui/material/styles';
import { useId, type ReactNode } from 'react';

const Box = styled('section')(({ theme }) => ({
  minInlineSize: 0,
  padding: 16,
  borderRadius: 10,
  backgroundColor: theme.vars.palette.raised,
  border: `1px solid ${theme.vars.palette.neutral[5]}`,
  '& > h2': { ...theme.typography.body2, fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[11], margin: '0 0 12px' },
}));

export function Card({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return <Box aria-labelledby={id}><h2 id={id}>{title}</h2>{children}</Box>;
}
