import MuiDialog from '@mui/material/Dialog';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { X } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon.js';
import { useWayBack } from './use-way-back.js';

const Head = styled('header')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 8,
  paddingBlock: 12,
  paddingInline: '20px 12px',
  '& h2': { ...theme.typography.h1, fontSize: '1rem', lineHeight: '1.5rem', margin: 0 },
}));
const Body = styled('div')({ paddingInline: 20, paddingBlockEnd: 20, overflow: 'auto' });
const Foot = styled('footer')(({ theme }) => ({ display: 'flex', flexWrap: 'wrap', '& > button': { whiteSpace: 'nowrap' }, justifyContent: 'end', alignItems: 'center', gap: 8, padding: '12px 20px', borderBlockStart: `1px solid ${theme.vars.palette.neutral[5]}` }));

interface Props {
  title: string;
  onClose: () => void;
  width?: number;
  foot?: ReactNode;
  onSubmit?: () => void;
  children: ReactNode;
}

/** Whoever opens a form wants to fill it in. */
function fillIn(body: HTMLElement | null): void {
  if (!body?.contains(document.activeElement)) body?.querySelector<HTMLElement>('input, select, textarea')?.focus();
}

/** One thing at a time, above everything else; a form where something is sent. */
export function Dialog({ title, onClose, width = 480, foot, onSubmit, children }: Props) {
  const { t } = useTranslation();
  const id = useId();
  useWayBack();
  const inside = (
    <>
      <Body ref={fillIn}>{children}</Body>
      {foot && <Foot>{foot}</Foot>}
    </>
  );
  return (
    <MuiDialog
      open
      onClose={onClose}
      aria-labelledby={id}
      slotProps={{ paper: { sx: { inlineSize: width, maxInlineSize: 'calc(100vw - 32px)', margin: 2, borderRadius: '10px' } } }}
    >
      <Head>
        <h2 id={id}>{title}</h2>
        <IconButton aria-label={t('shell.close')} onClick={onClose}><Icon of={X} /></IconButton>
      </Head>
      {onSubmit
        ? <form noValidate style={{ display: 'contents' }} onSubmit={(event) => { event.preventDefault(); onSubmit(); }}>{inside}</form>
        : inside}
    </MuiDialog>
  );
}
