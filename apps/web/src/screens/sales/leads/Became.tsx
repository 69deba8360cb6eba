import { styled } from '@mui/material/styles';
import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useRecordQuery } from '../../../api/records.js';
import { Face } from '../../../kernel/fields/Face.js';
import { pathOf, titleOf, useNouns } from '../../../kernel/nouns.js';
import { Icon } from '../../../shell/Icon.js';

const Row = styled(Link)(({ theme }) => ({
  display: 'flex', alignItems: 'center', gap: 12, minBlockSize: 48, paddingInline: 12, color: 'inherit', textDecoration: 'none', border: `1px solid ${theme.vars.palette.neutral[5]}`, borderRadius: 8,
  '&:hover': { backgroundColor: theme.vars.palette.neutral[3] },
  '& > span:nth-of-type(2)': { flex: 1, minInlineSize: 0, overflowWrap: 'anywhere', fontWeight: theme.typography.fontWeightMedium },
  '& small': { display: 'block', fontWeight: theme.typography.fontWeightRegular, color: theme.vars.palette.neutral[11] },
  '& svg': { color: theme.vars.palette.neutral[10], '[dir=rtl] &': { transform: 'scaleX(-1)' } },
}));

const PLACES = [['opportunityId', 'opportunity'], ['contactId', 'contact'], ['companyId', 'company']] as const;

/** What a lead became; those of it that this person may see. */
export function Became({ of: ids }: { of: { readonly [field: string]: unknown } }) {
  const { t } = useTranslation();
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <p style={{ margin: '0 0 4px' }}>{t('leads.alreadySay')}</p>
      {PLACES.map(([field, name]) => typeof ids[field] === 'string' && <One key={field} name={name} id={ids[field]} />)}
    </div>
  );
}

function One({ name, id }: { name: string; id: string }) {
  const noun = useNouns().byName.get(name);
  const { data } = useRecordQuery({ path: noun?.path ?? '', id }, { skip: !noun });
  if (!noun || !data) return null;
  const title = titleOf(data.record, noun);
  return <Row to={`${pathOf(noun)}/${id}`}><Face name={title} size={24} square={name === 'company'} /><span dir="auto">{title}<small>{noun.label}</small></span><Icon of={ArrowRight} /></Row>;
}
