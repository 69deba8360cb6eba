import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Skeleton from '@mui/material/Skeleton';
import { styled } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import { ArrowLeft, ArrowRight, Maximize2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Noun } from '../../../api/meta.js';
import { useUpdateMutation, type Row } from '../../../api/records.js';
import { useMeQuery } from '../../../api/session.js';
import { useLanguage } from '../../../i18n/use-language.js';
import { Value, valueOf } from '../../../kernel/fields/Value.js';
import { pathOf, titleOf } from '../../../kernel/nouns.js';
import { Story } from '../../../kernel/record/Story.js';
import { useRecord } from '../../../kernel/record/use-record.js';
import { Icon } from '../../../shell/Icon.js';
import { Key } from '../../../shell/ShortcutHelp.js';
import { useSay } from '../../../shell/use-say.js';
import { ConvertDialog } from './ConvertDialog.js';
import { Reasons } from './Reasons.js';
import { Score } from './Score.js';
import { StatusSteps } from './StatusSteps.js';
import { UnqualifyDialog } from './UnqualifyDialog.js';

const Pane = styled('section')(({ theme }) => ({
  flex: 1, minInlineSize: 0, overflow: 'auto', position: 'relative', containerType: 'inline-size',
  '& h2': { ...theme.typography.h1, margin: 0, overflowWrap: 'anywhere' },
  '& h3, & .story > h2': { ...theme.typography.h2, margin: '0 0 8px' },
  '& > header': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '10px 12px', padding: '14px 20px', borderBlockEnd: `1px solid ${theme.vars.palette.neutral[5]}` },
  '& > header .who': { flex: '1 1 200px', minInlineSize: 0, ...theme.typography.body2, color: theme.vars.palette.neutral[11], '& h2': { color: theme.vars.palette.neutral[12] } },
  '& > .body': { display: 'grid', gridTemplate: '"top side" auto "story side" 1fr / minmax(0, 1fr) 292px', columnGap: 28, padding: 20, alignItems: 'start' },
  '& .side': { gridArea: 'side', display: 'grid', gap: 24 },
  '& .story': { gridArea: 'story' },
  '& blockquote': { marginBlock: '0 20px', marginInline: 0, padding: '12px 16px', borderRadius: 10, backgroundColor: theme.vars.palette.neutral[3], whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '& dl': { ...theme.typography.body2, display: 'grid', gridTemplateColumns: 'minmax(84px, auto) minmax(0, 1fr)', gap: '6px 12px', margin: 0 },
  '& dt': { color: theme.vars.palette.neutral[11] },
  '& dd': { margin: 0, overflowWrap: 'anywhere', '& *': { whiteSpace: 'normal' } },
  '@container (max-width: 720px)': { '& > .body': { gridTemplate: '"top" "side" "story" / minmax(0, 1fr)', rowGap: 20, padding: 16 } },
  [theme.breakpoints.down('md')]: { '& > header': { padding: 12 } },
}));

const FACTS = ['email', 'phone', 'domain', 'city', 'country', 'industry', 'employees', 'estimatedValue', 'ownerId', 'source', 'medium', 'campaign', 'formId', 'consentAt', 'createdAt'];

interface Props {
  noun: Noun;
  id: string;
  asking: 'convert' | 'unqualify' | undefined;
  onAsk: (what: 'convert' | 'unqualify' | undefined) => void;
  /** On a phone, where the list is another page. */
  onBack: (() => void) | undefined;
  /** It has left the inbox. */
  onGone: () => void;
}

/** One lead, with what there is to do about it. */
export function LeadPane({ noun, id, asking, onAsk, onBack, onGone }: Props) {
  const { t } = useTranslation();
  const { data, error } = useRecord(noun, id);
  const { data: me } = useMeQuery();
  const { direction } = useLanguage();
  const [update] = useUpdateMutation();
  const { done, refused } = useSay();
  const lead = data?.record;
  const links = lead?.['_links'] as Record<string, unknown> | undefined;
  const isOpen = lead !== undefined && !lead['convertedAt'];
  const [mayConvert, mayUpdate] = [isOpen && links?.['convert'] !== undefined, isOpen && links?.['update'] !== undefined];
  if (error) return <Pane aria-label={noun.label}><p style={{ padding: 20 }}>{t('record.missingSay')}</p></Pane>;
  if (!lead) return <Pane aria-busy aria-label={noun.label}><Skeleton variant="text" height={72} sx={{ margin: 5 }} /><Skeleton variant="text" height={240} sx={{ margin: 5 }} /></Pane>;
  const mine = me?.member?.id;
  const take = async () => {
    const taken = await update({ path: noun.path, id, body: { ownerId: mine }, etag: `"${lead.version}"` });
    if (taken.error) refused(taken.error);
    else done(t('leads.taken'));
  };
  return (
    <Pane aria-label={titleOf(lead, noun)}>
      <header>
        {onBack && <IconButton aria-label={t('leads.back')} onClick={onBack}><Icon of={direction === 'rtl' ? ArrowRight : ArrowLeft} /></IconButton>}
        <Score of={Number(lead['score'])} large />
        <div className="who"><h2><bdi>{titleOf(lead, noun)}</bdi></h2><bdi>{[lead['jobTitle'], lead['companyName']].filter(Boolean).join(' · ')}</bdi></div>
        {mayUpdate && mine && lead['ownerId'] !== mine && <Button onClick={() => void take()}>{t('leads.take')}</Button>}
        {mayUpdate && <Button onClick={() => onAsk('unqualify')}>{t('leads.unqualify')}</Button>}
        {mayConvert && <Button variant="contained" onClick={() => onAsk('convert')} aria-keyshortcuts="C">{t('leads.convert')}</Button>}
        <Tooltip title={t('record.whole')}><IconButton component={Link} to={`${pathOf(noun)}/${id}`} aria-label={t('record.whole')}><Icon of={Maximize2} /></IconButton></Tooltip>
      </header>
      <div className="body">
        <div className="top">
          <StatusSteps noun={noun} lead={lead} mayUpdate={mayUpdate} />
          {lead['message'] && <blockquote dir="auto">{String(lead['message'])}</blockquote>}
        </div>
        <div className="side">
          <Facts noun={noun} lead={lead} />
          <Reasons id={id} />
          {!onBack && <Hints mayConvert={mayConvert} />}
        </div>
        <div className="story"><Story noun={noun} row={lead} /></div>
      </div>
      {asking === 'convert' && mayConvert && <ConvertDialog noun={noun} row={lead} onClose={() => onAsk(undefined)} />}
      {asking === 'unqualify' && <UnqualifyDialog noun={noun} lead={lead} onClose={() => onAsk(undefined)} onDone={onGone} />}
    </Pane>
  );
}

function Facts({ noun, lead }: { noun: Noun; lead: Row }) {
  const { t } = useTranslation();
  const known = FACTS.flatMap((name) => noun.fields.find((field) => field.name === name) ?? []).filter(({ name }) => valueOf(lead, name));
  return <section><h3>{t('leads.facts')}</h3><dl>{known.map((field) => <div key={field.name} style={{ display: 'contents' }}><dt>{field.label}</dt><dd><Value field={field} row={lead} /></dd></div>)}</dl></section>;
}

const Keys = styled('p')(({ theme }) => ({ ...theme.typography.body2, fontSize: '0.75rem', display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 14px', margin: 0, color: theme.vars.palette.neutral[11], '& span': { display: 'flex', alignItems: 'center', gap: 6, whiteSpace: 'nowrap' } }));

function Hints({ mayConvert }: { mayConvert: boolean }) {
  const { t } = useTranslation();
  return <Keys aria-hidden><span><Key>J</Key><Key>K</Key>{t('leads.keyMove')}</span><span><Key>↵</Key>{t('leads.keyOpen')}</span>{mayConvert && <span><Key>C</Key>{t('leads.convert')}</span>}</Keys>;
}
