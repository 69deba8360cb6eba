import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MissingTile } from '../../brand/MissingTile.js';
import { Notice } from '../../shell/Notice.js';
import { useHere } from '../../shell/where.js';

/** Within the application: what is not there, or what this person may not see, which is the same. */
export function NotFoundInside() {
  const { t } = useTranslation();
  useHere(t('notFound.heading'));
  return <Notice picture={<MissingTile />} heading={t('notFound.heading')} action={<Button component={Link} to="/" variant="contained">{t('home.title')}</Button>}>{t('notFound.inside')}</Notice>;
}
