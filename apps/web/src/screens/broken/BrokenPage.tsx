import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { MissingTile } from '../../brand/MissingTile.js';
import { Notice } from '../../shell/Notice.js';
import { OutsidePage } from '../../shell/OutsidePage.js';

export function BrokenPage() {
  const { t } = useTranslation();
  return (
    <OutsidePage title={t('broken.title')}>
      <Notice
        picture={<MissingTile />}
        heading={t('broken.heading')}
        action={<Button variant="contained" onClick={() => window.location.reload()}>{t('broken.reload')}</Button>}
      >
        {t('broken.say')}
      </Notice>
    </OutsidePage>
  );
}
