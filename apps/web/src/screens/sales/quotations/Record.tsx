import Button from '@mui/material/Button';
import { FileText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../../api/meta.js';
import { RecordPage } from '../../../kernel/record/RecordPage.js';
import { Story } from '../../../kernel/record/Story.js';
import { Icon } from '../../../shell/Icon.js';
import { Lines } from './Lines.js';

const TOTALS = ['subtotal', 'discountTotal', 'roundingTotal', 'netTotal', 'taxTotal', 'total', 'taxes', 'rounding', 'roundingPer'];

/** A quote as it is written: its lines and what they come to, before what is told about it. */
export default function Record({ noun, id }: { noun: Noun; id: string }) {
  const { t } = useTranslation();
  return (
    <RecordPage
      noun={noun}
      id={id}
      wide
      hide={TOTALS}
      actions={(row) => row['number'] && <Button component="a" href={`${noun.path}/${row.id}/pdf`} target="_blank" rel="noopener" startIcon={<Icon of={FileText} />}>{t('quote.pdf')}</Button>}
      middle={(row) => <><Lines key={row.version} quote={row} /><Story noun={noun} row={row} /></>}
    />
  );
}
