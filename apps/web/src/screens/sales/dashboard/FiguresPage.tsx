import { styled } from '@mui/material/styles';

/** A page of numbers: its name and what is chosen on top, the numbers below. */
export const FiguresPage = styled('div')(({ theme }) => ({
  padding: '20px 24px 48px',
  display: 'flex',
  flexDirection: 'column',
  gap: 16,
  '& > header': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 },
  '& > header h1': { ...theme.typography.h1, margin: 0, marginInlineEnd: 'auto' },
  // As wide before its choices have come as after.
  '& > header select': { inlineSize: 168 },
  [theme.breakpoints.down('sm')]: { padding: '16px 12px 32px', '& > header h1': { inlineSize: '100%' }, '& > header select': { flex: '1 1 120px' } },
}));
