import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { Dialog } from './Dialog.js';

const List = styled('dl')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'auto 1fr',
  gap: '8px 16px',
  margin: 0,
  '& dt': { display: 'flex', gap: 4, justifyContent: 'end' },
  '& dd': { ...theme.typography.body2, margin: 0 },
}));

export const Key = styled('kbd')(({ theme }) => ({
  display: 'inline-grid',
  placeItems: 'center',
  minInlineSize: 20,
  blockSize: 20,
  paddingInline: 5,
  borderRadius: 4,
  font: 'inherit',
  fontSize: '0.6875rem',
  color: theme.vars.palette.neutral[11],
  backgroundColor: theme.vars.palette.neutral[4],
  border: `1px solid ${theme.vars.palette.neutral[6]}`,
}));

const KEYS = [['⌘', 'K'], ['C'], ['['], ['?'], ['J', 'K'], ['X'], ['E'], ['↵'], ['Space'], ['⌫'], ['⌘', 'Z'], ['/']] as const;
const SAY = ['search', 'create', 'fold', 'help', 'move', 'select', 'edit', 'open', 'peek', 'delete', 'undo', 'filter'] as const;

export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <List>
        {KEYS.map((keys, index) => [
          <dt key={`${SAY[index]} keys`}>{keys.map((key) => <Key key={key}>{key}</Key>)}</dt>,
          <dd key={SAY[index]}>{t(`keys.${SAY[index]!}`)}</dd>,
        ])}
      </List>
    </Dialog>
  );
}
