import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shell/Dialog.js';
import { Icon } from '../../shell/Icon.js';
import { useSay } from '../../shell/use-say.js';

const Lines = styled('pre')(({ theme }) => ({ margin: '12px 0 0', padding: 12, borderRadius: 8, overflow: 'auto', fontFamily: 'ui-monospace, monospace', fontSize: '0.8125rem', lineHeight: '1.5rem', backgroundColor: theme.vars.palette.neutral[3], whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }));

/** What is shown once and never again. */
export function Once({ title, say, lines, onClose }: { title: string; say: string; lines: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const { done } = useSay();
  const text = lines.join('\n');
  return (
    <Dialog title={title} onClose={onClose} foot={<><Button startIcon={<Icon of={Copy} />} onClick={() => void navigator.clipboard.writeText(text).then(() => done(t('settings.copied')))}>{t('settings.copy')}</Button><Button variant="contained" onClick={onClose}>{t('settings.keptIt')}</Button></>}>
      <p style={{ margin: 0 }}>{say}</p>
      <Lines dir="ltr">{text}</Lines>
    </Dialog>
  );
}
