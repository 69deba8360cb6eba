import { useTranslation } from 'react-i18next';
import type { Noun } from '../../api/meta.js';
import type { Row } from '../../api/records.js';
import { Timeline } from './Timeline.js';

/** What became of the record, below the place to add to it. */
export function Story({ noun, row }: { noun: Noun; row: Row }) {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t('record.timeline')}</h2>
      <Timeline noun={noun} id={row.id} />
    </>
  );
}
