import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Face } from '../../../kernel/fields/Face.js';
import { numberText } from '../../../kernel/fields/format.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { useMatchesQuery, useScoreQuery, type Match } from './leads.js';

const List = styled('ul')(({ theme }) => ({
  ...theme.typography.body2,
  listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 8,
  '& li': { display: 'grid', gridTemplateColumns: '44px minmax(0, 1fr)', gap: '0 8px', alignItems: 'baseline' },
  '& b': { fontWeight: theme.typography.fontWeightBold, fontVariantNumeric: 'tabular-nums', textAlign: 'end', color: theme.vars.palette.good.text },
  '& b.less': { color: theme.vars.palette.bad.text },
  '& small': { gridColumn: 2, fontSize: '0.75rem', color: theme.vars.palette.neutral[11] },
  '& p': { margin: 0, color: theme.vars.palette.neutral[11] },
}));

const Same = styled(Link)(({ theme }) => ({
  ...theme.typography.body2,
  display: 'grid', gridTemplateColumns: '24px minmax(0, 1fr)', gap: '0 8px', alignItems: 'center', padding: '6px 8px', marginInline: -8, borderRadius: 6, color: 'inherit', textDecoration: 'none', overflowWrap: 'anywhere',
  '&:hover': { backgroundColor: theme.vars.palette.neutral[3] },
  '& b': { fontWeight: theme.typography.fontWeightMedium },
  '& small': { display: 'block', color: theme.vars.palette.neutral[11] },
}));

/** Why it has its score, and who it may be already. */
export function Reasons({ id }: { id: string }) {
  const { t } = useTranslation();
  const writing = useWriting();
  const { data: score } = useScoreQuery(id);
  const { data: matches } = useMatchesQuery(id);
  const known = [...(matches?.contacts.map((match) => ({ match, plural: 'contacts' })) ?? []), ...(matches?.companies.map((match) => ({ match, plural: 'companies' })) ?? [])];
  return (
    <>
      {score && (
        <section>
          <h3>{t('leads.whyScore')}</h3>
          <List>
            {score.reasons.length === 0 && <li style={{ display: 'block' }}><p>{t('leads.noReasons')}</p></li>}
            {score.reasons.map(({ ruleId, rule, now, points, halfLifeDays, since }) => (
              <li key={ruleId + since}>
                <b className={now < 0 ? 'less' : undefined}>{now > 0 && '+'}{numberText(Math.round(now * 10) / 10, writing)}</b>
                <span><bdi>{rule}</bdi></span>
                {halfLifeDays !== null && <small>{t('leads.fades', { points: numberText(points, writing), count: halfLifeDays, days: numberText(halfLifeDays, writing) })}</small>}
              </li>
            ))}
          </List>
        </section>
      )}
      {known.length > 0 && (
        <section>
          <h3>{t('leads.known')}</h3>
          {known.map(({ match, plural }) => <Known key={match.id} match={match} to={`/sales/${plural}/${match.id}`} isCompany={plural === 'companies'} />)}
        </section>
      )}
    </>
  );
}

function Known({ match: { name, by }, to, isCompany }: { match: Match; to: string; isCompany: boolean }) {
  const { t } = useTranslation();
  return <Same to={to}><Face name={name} size={24} square={isCompany} /><span><b><bdi>{name}</bdi></b><small>{t(`leads.same.${by}`)}</small></span></Same>;
}
