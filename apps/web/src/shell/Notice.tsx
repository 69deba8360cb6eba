import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';

const Box = styled('div')(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'start',
  gap: theme.spacing(3),
  boxSizing: 'border-box',
  maxInlineSize: 472,
  inlineSize: '100%',
  marginInline: 'auto',
  paddingInline: 16,
  paddingBlock: `clamp(${theme.spacing(10)}, 22vh, ${theme.spacing(60)}) ${theme.spacing(16)}`,
  '& h1': { ...theme.typography.h1, marginBlockStart: theme.spacing(3) },
  '& p': { color: theme.vars.palette.neutral[11], overflowWrap: 'anywhere' },
  '& code': { fontFamily: 'ui-monospace, monospace', fontSize: '0.8125rem', color: theme.vars.palette.neutral[12] },
}));

const Actions = styled('div')(({ theme }) => ({ marginBlockStart: theme.spacing(2) }));

/** A page with one thing to say and one way on. */
export function Notice({ picture, heading, action, children }: { picture: ReactNode; heading: string; action: ReactNode; children: ReactNode }) {
  return (
    <Box>
      {picture}
      <h1>{heading}</h1>
      <p>{children}</p>
      <Actions>{action}</Actions>
    </Box>
  );
}
