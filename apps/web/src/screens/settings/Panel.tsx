import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';

const Page = styled('div')(({ theme }) => ({
  inlineSize: '100%',
  maxInlineSize: 760,
  padding: '24px 28px 64px',
  display: 'flex',
  flexDirection: 'column',
  gap: 20,
  '& > header': { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 16 },
  '& > header h1': { ...theme.typography.h1, margin: 0 },
  '& > p': { ...theme.typography.body1, margin: '-12px 0 0', color: theme.vars.palette.neutral[11] },
  [theme.breakpoints.down('sm')]: { padding: '16px 12px 48px' },
}));

const Box = styled('section')(({ theme }) => ({
  borderRadius: 10,
  border: `1px solid ${theme.vars.palette.neutral[5]}`,
  backgroundColor: theme.vars.palette.raised,
  '& > header': { display: 'flex', alignItems: 'center', justifyContent: 'space-between', flexWrap: 'wrap', gap: 8, padding: '14px 16px', minBlockSize: 48 },
  '& > header h2': { ...theme.typography.h2, margin: 0 },
  '& > header p': { ...theme.typography.body2, margin: '2px 0 0', color: theme.vars.palette.neutral[11] },
  '& > form, & > .body': { padding: '0 16px 16px', display: 'grid', gap: 14 },
  '& > ul': { listStyle: 'none', margin: 0, padding: 0 },
  '& > ul > li': { ...theme.typography.body2, display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: '4px 12px', padding: '10px 16px', borderBlockStart: `1px solid ${theme.vars.palette.neutral[4]}`, minBlockSize: 52 },
  '& > ul > li .what': { flex: 1, minInlineSize: 160, overflowWrap: 'anywhere' },
  '& > ul > li .what b': { display: 'block', fontWeight: theme.typography.fontWeightMedium },
  '& > ul > li .what span': { color: theme.vars.palette.neutral[11] },
}));

export function Panels({ title, say, action, children }: { title: string; say?: string; action?: ReactNode; children: ReactNode }) {
  return <Page><header><h1>{title}</h1>{action}</header>{say && <p>{say}</p>}{children}</Page>;
}

export function Panel({ title, say, action, children }: { title: string; say?: string; action?: ReactNode; children?: ReactNode }) {
  return (
    <Box aria-label={title}>
      <header><div><h2>{title}</h2>{say && <p>{say}</p>}</div>{action}</header>
      {children}
    </Box>
  );
}
