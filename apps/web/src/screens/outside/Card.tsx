import { styled } from '@mui/material/styles';
import { CircleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from '../../shell/Icon.js';

const Box = styled('section')(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  gap: 16,
  inlineSize: '100%',
  maxInlineSize: 380,
  marginInline: 'auto',
  marginBlock: 'clamp(16px, 12vh, 140px) 48px',
  padding: 28,
  borderRadius: 12,
  backgroundColor: theme.vars.palette.raised,
  border: `1px solid ${theme.vars.palette.neutral[6]}`,
  boxShadow: theme.vars.palette.float,
  '& h1': { ...theme.typography.h1, margin: 0 },
  '& form': { display: 'flex', flexDirection: 'column', gap: 14 },
  '& > p, & form > p': { ...theme.typography.body1, margin: 0, color: theme.vars.palette.neutral[11] },
  '& .MuiButton-root': { minBlockSize: 38 },
  [theme.breakpoints.down('sm')]: { padding: 20 },
}));

const Rule = styled('div')(({ theme }) => ({
  ...theme.typography.body2,
  display: 'flex',
  alignItems: 'center',
  gap: 12,
  color: theme.vars.palette.neutral[11],
  '&::before, &::after': { content: '""', flex: 1, blockSize: 1, backgroundColor: theme.vars.palette.neutral[6] },
}));

const Note = styled('div', { shouldForwardProp: (name) => name !== 'tone' })<{ tone: 'good' | 'bad' }>(({ theme, tone }) => ({
  ...theme.typography.body2,
  display: 'flex',
  gap: 10,
  padding: '8px 10px',
  borderRadius: 6,
  color: theme.vars.palette[tone].text,
  backgroundColor: theme.vars.palette[tone].soft,
  border: `1px solid ${theme.vars.palette[tone].line}`,
  '& svg': { marginBlockStart: 2 },
}));

export function Card({ title, children }: { title: string; children: ReactNode }) {
  return <Box><h1>{title}</h1>{children}</Box>;
}

export function Or({ children }: { children: string }) {
  return <Rule>{children}</Rule>;
}

export function Told({ tone, children }: { tone: 'good' | 'bad'; children: ReactNode }) {
  return <Note tone={tone} role={tone === 'bad' ? 'alert' : 'status'}><Icon of={tone === 'bad' ? CircleAlert : CircleCheck} /><span>{children}</span></Note>;
}
