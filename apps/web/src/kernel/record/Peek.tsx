import IconButton from '@mui/material/IconButton';
import Skeleton from '@mui/material/Skeleton';
import { styled } from '@mui/material/styles';
import { Maximize2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Noun } from '../../api/meta.js';
import { Icon } from '../../shell/Icon.js';
import { useKey } from '../../shell/use-key.js';
import { Face } from '../fields/Face.js';
import { pathOf, titleOf } from '../nouns.js';
import { Details } from './Details.js';
import { Story } from './Story.js';
import { useRecord } from './use-record.js';

const Side = styled('aside')(({ theme }) => ({
  flex: '0 0 min(420px, 45%)',
  minBlockSize: 0,
  overflow: 'auto',
  borderInlineStart: `1px solid ${theme.vars.palette.neutral[6]}`,
  backgroundColor: theme.vars.palette.raised,
  '& > header': { position: 'sticky', insetBlockStart: 0, zIndex: 2, display: 'flex', alignItems: 'center', gap: 8, padding: '10px 12px 10px 16px', backgroundColor: 'inherit', borderBlockEnd: `1px solid ${theme.vars.palette.neutral[5]}` },
  '& h2': { ...theme.typography.h2, margin: 0, flex: 1, overflowWrap: 'anywhere' },
  '& > div': { padding: 16 },
  '& > div h2': { marginBlock: '20px 10px' },
}));

/** A record beside its list. */
export function Peek({ noun, id, onClose }: { noun: Noun; id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error, glowing } = useRecord(noun, id);
  useKey('Escape', onClose);
  const row = data?.record;
  const links = row?.['_links'] as Record<string, unknown> | undefined;
  return (
    <Side aria-label={row ? titleOf(row, noun) : noun.label}>
      <header>
        {row && <Face name={titleOf(row, noun)} size={24} square={noun.name === 'company'} />}
        <h2 dir="auto">{row ? titleOf(row, noun) : noun.label}</h2>
        <IconButton component={Link} to={`${pathOf(noun)}/${id}`} aria-label={t('record.whole')}><Icon of={Maximize2} /></IconButton>
        <IconButton aria-label={t('shell.close')} onClick={onClose}><Icon of={X} /></IconButton>
      </header>
      <div>
        {error ? <p>{t('record.missingSay')}</p> : row ? <><Details key={row.id} noun={noun} row={row} glowing={glowing} mayUpdate={links?.['update'] !== undefined} /><Story noun={noun} row={row} /></> : <Skeleton variant="text" height={240} />}
      </div>
    </Side>
  );
}
