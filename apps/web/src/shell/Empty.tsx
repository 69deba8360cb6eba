import { styled } from '@mui/material/styles';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './Icon.js';

const Box = styled('div')(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  gap: 6,
  maxInlineSize: 380,
  marginInline: 'auto',
  padding: '40px 24px',
  textAlign: 'center',
  '& > .tile': { display: 'grid', placeItems: 'center', inlineSize: 40, blockSize: 40, marginBlockEnd: 8, borderRadius: 10, color: theme.vars.palette.neutral[11], backgroundColor: theme.vars.palette.neutral[4] },
  '& h3': { ...theme.typography.h2, margin: 0 },
  '& p': { ...theme.typography.body2, margin: 0, color: theme.vars.palette.neutral[11] },
  '& > .action': { marginBlockStart: 12 },
}));

/** Says what belongs here and offers the first step. */
export function Empty({ icon, title, action, children }: { icon: LucideIcon; title: string; action?: ReactNode; children?: ReactNode }) {
  return (
    <Box>
      <div className="tile"><Icon of={icon} /></div>
      <h3>{title}</h3>
      {children && <p>{children}</p>}
      {action && <div className="action">{action}</div>}
    </Box>
  );
}
