import Button from '@mui/material/Button';
import { FileText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../../api/meta.js';
import { RecordPage } from '../../../kernel/record/RecordPage.js';
import { Story } from '../../../kernel/record/Story.js';
import { Icon } from '../../../shell/Icon.js';
import { Lines } from './Lines.js';

const TOTALS = ['subtotal', 'discountTotal', 'roundingTotal', 'netTotal', 'taxTotal', 'total', 'taxes', 'rounding', 'roundingPer'];

/** What each state lets one do, the likeliest first. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  draft: ['issue', 'request-approval', 'apply-price-book', 'void'],
  'in-approval': ['approve', 'refuse-approval', 'apply-price-book', 'void'],
  approved: ['issue', 'apply-price-book', 'void'],
  issued: ['send', 'record-answer', 'revise', 'void'],
  accepted: ['convert'],
  declined: ['revise'],
  expired: ['revise'],
};

/** A quote as it is written: its lines and what they come to, before what is told about it. */
export default function Record({ noun, id }: { noun: Noun; id: string }) {
  const { t } = useTranslation();
  return (
    <RecordPage
      noun={noun}
      id={id}
      wide
      hide={TOTALS}
      verbs={(row) => VERBS[String(row['state'])] ?? []}
      actions={(row) => row['number'] && <Button component="a" href={`${noun.path}/${row.id}/pdf`} target="_blank" rel="noopener" startIcon={<Icon of={FileText} />}>{t('quote.pdf')}</Button>}
      middle={(row) => <><Lines quote={row} /><Story noun={noun} row={row} /></>}
    />
  );
}
