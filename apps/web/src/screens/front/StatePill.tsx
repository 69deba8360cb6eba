import { styled } from '@mui/material/styles';
import { Check, CircleDashed, Clock, TriangleAlert, X, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ServiceState, Situation } from './readiness.js';

export type Tone = 'good' | 'caution' | 'bad' | 'note';

export const toneOfSituation: Record<Situation, Tone> = {
  ready: 'good', degraded: 'caution', starting: 'note', unready: 'bad', stopping: 'caution', unreachable: 'bad',
};
export const toneOfState: Record<ServiceState, Tone | 'unknown'> = { up: 'good', waiting: 'caution', down: 'bad', unknown: 'unknown' };

const iconOf: Record<Tone | 'unknown', LucideIcon> = { good: Check, caution: TriangleAlert, bad: X, note: Clock, unknown: CircleDashed };

interface Look {
  tone: Tone | 'unknown';
  /** What is as it should be keeps its colour and loses its ground, so that the eye goes to what is not. */
  quiet?: boolean;
}

const Pill = styled('span', { shouldForwardProp: (name) => name !== 'tone' && name !== 'quiet' })<Look>(({ theme, tone, quiet }) => ({
  ...theme.typography.body2,
  display: 'inline-flex',
  alignItems: 'center',
  gap: theme.spacing(1),
  blockSize: 22,
  paddingInline: quiet ? 0 : `6px ${theme.spacing(2)}`,
  borderRadius: 11,
  whiteSpace: 'nowrap',
  fontWeight: theme.typography.fontWeightMedium,
  color: tone === 'unknown' ? theme.vars.palette.neutral[11] : theme.vars.palette[tone].text,
  backgroundColor: quiet ? 'transparent' : tone === 'unknown' ? theme.vars.palette.neutral[4] : theme.vars.palette[tone].soft,
}));

/** Colour never speaks alone: an icon and a word say the same. */
export function StatePill({ tone, quiet = false, children }: Look & { children: ReactNode }) {
  const Shape = iconOf[tone];
  return <Pill tone={tone} quiet={quiet}><Shape size={13} strokeWidth={2.25} aria-hidden focusable="false" />{children}</Pill>;
}
