import { styled } from '@mui/material/styles';
import { useId, type ReactNode } from 'react';

const Box = styled('div')(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  gap: theme.spacing(1),
  minInlineSize: 0,
  '& > label, & > .label': { ...theme.typography.body2, fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[11] },
  '& > label i': { fontStyle: 'normal', color: theme.vars.palette.bad.solid },
  '& > p': { ...theme.typography.body2, margin: 0, color: theme.vars.palette.neutral[11], overflowWrap: 'anywhere' },
  '& > p[role=alert]': { color: theme.vars.palette.bad.text },
}));

export const controlStyle = {
  inlineSize: '100%',
  minBlockSize: 32,
  paddingBlock: 5,
  paddingInline: 10,
  font: 'inherit',
  borderRadius: 6,
} as const;

/** What is typed into, in every form and cell. */
export const Input = styled('input')(({ theme }) => ({
  ...controlStyle,
  color: theme.vars.palette.neutral[12],
  backgroundColor: theme.vars.palette.raised,
  border: `1px solid ${theme.vars.palette.neutral[7]}`,
  '&::placeholder': { color: theme.vars.palette.neutral[10] },
  '&:hover': { borderColor: theme.vars.palette.neutral[8] },
  // The button of the calendar in it is a stop of its own.
  '&:focus-visible, &[type^=date]:focus-within, &[type=time]:focus-within': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: -1, borderColor: 'transparent' },
  '&[aria-invalid=true]': { borderColor: theme.vars.palette.bad.solid },
  '&:disabled': { color: theme.vars.palette.neutral[10], backgroundColor: theme.vars.palette.neutral[3] },
  '@media (pointer: coarse)': { minBlockSize: 44, fontSize: '1rem' },
}));

export const Area = styled(Input.withComponent('textarea'))({ minBlockSize: 72, resize: 'vertical', lineHeight: '1.375rem' });

export const Select = styled(Input.withComponent('select'))({ paddingInlineEnd: 26, textOverflow: 'ellipsis' });

interface Props {
  label: string;
  help?: string | undefined;
  error?: string | undefined;
  required?: boolean | undefined;
  children: (given: { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined; 'aria-required': boolean }) => ReactNode;
}

/** A label, its control, and below it what is wrong or what helps. */
export function Field({ label, help, error, required = false, children }: Props) {
  const id = useId();
  const told = error ?? help;
  return (
    <Box>
      <label htmlFor={id}>{label}{required && <i aria-hidden> *</i>}</label>
      {children({ id, 'aria-invalid': Boolean(error), 'aria-describedby': told ? `${id}-told` : undefined, 'aria-required': required })}
      {told && <p id={`${id}-told`} {...(error && { role: 'alert' })}>{told}</p>}
    </Box>
  );
}
