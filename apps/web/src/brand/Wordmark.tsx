import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import { Mark } from './Mark.js';

const Home = styled(Link)(({ theme }) => ({
  display: 'inline-flex',
  alignItems: 'center',
  gap: theme.spacing(2.5),
  blockSize: 32,
  paddingInlineEnd: theme.spacing(1),
  fontSize: '1rem',
  fontWeight: theme.typography.fontWeightBold,
  letterSpacing: '-0.018em',
  color: theme.vars.palette.neutral[12],
}));

export function Wordmark() {
  return (
    <Home to="/">
      <Mark size={20} />
      {/* A name, not a text: it is the same in every language. */}
      <span translate="no">Tessera</span>
    </Home>
  );
}
