import Button from '@mui/material/Button';
import { Trans, useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { MissingTile } from '../../brand/MissingTile.js';
import { Notice } from '../../shell/Notice.js';
import { OutsidePage } from '../../shell/OutsidePage.js';

export function NotFoundPage() {
  const { t } = useTranslation();
  const { pathname: path } = useLocation();
  return (
    <OutsidePage title={t('notFound.title')}>
      <Notice
        picture={<MissingTile />}
        heading={t('notFound.heading')}
        action={<Button variant="contained" component={Link} to="/">{t('notFound.back')}</Button>}
      >
        <Trans i18nKey="notFound.say" values={{ path }} components={{ 1: <code dir="ltr" /> }} />
      </Notice>
    </OutsidePage>
  );
}
