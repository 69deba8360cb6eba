import AvatarGroup from '@mui/material/AvatarGroup';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import { EllipsisVertical, Link2, Trash2 } from 'lucide-react';
import { useState, type ComponentType, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Present } from '../../api/live.js';
import type { Noun, Verb } from '../../api/meta.js';
import { useRecordQuery, useRemoveMutation, useRestoreMutation, type Row } from '../../api/records.js';
import { useMeQuery } from '../../api/session.js';
import { Icon } from '../../shell/Icon.js';
import { useSay } from '../../shell/use-say.js';
import { Face } from '../fields/Face.js';
import { Value, valueOf } from '../fields/Value.js';
import { listFields, pathOf, titleOf } from '../nouns.js';
import { MergeDialog } from './MergeDialog.js';
import { VerbDialog } from './VerbDialog.js';
import { useAct } from './use-act.js';

const Head = styled('header')(({ theme }) => ({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '10px 14px',
  padding: '10px 20px 16px',
  borderBlockEnd: `1px solid ${theme.vars.palette.neutral[5]}`,
  '& h1': { ...theme.typography.h1, margin: 0, overflowWrap: 'anywhere' },
  '& .who': { flex: '1 1 240px', minInlineSize: 0 },
  '& .facts': { ...theme.typography.body2, display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 14px', color: theme.vars.palette.neutral[11], marginBlockStart: 2 },
  [theme.breakpoints.down('sm')]: { paddingInline: 12 },
}));

const MOST_BUTTONS = 3;
/** Done now and then, so it stands in the menu alone. */
const SELDOM = new Set(['merge']);

export interface VerbForm {
  noun: Noun;
  row: Row;
  onClose: () => void;
}

interface Props {
  noun: Noun;
  row: Row;
  here: readonly Present[];
  fitting?: readonly string[] | undefined;
  forms?: Readonly<Record<string, ComponentType<VerbForm>>> | undefined;
  children?: ReactNode;
}

/** Verbs that mean the same for every noun. */
const FORMS: Readonly<Record<string, ComponentType<VerbForm>>> = { merge: MergeDialog };

/** Who or what it is, the few facts that matter, who else is here, and what can be done now. */
export function RecordHead({ noun, row, here, fitting, forms, children }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [asked, setAsked] = useState<Verb | null>(null);
  const [remove] = useRemoveMutation();
  const [restore] = useRestoreMutation();
  const { done, refused } = useSay();
  const act = useAct(noun, row);
  const { data: me } = useMeQuery();
  const title = titleOf(row, noun);
  const others = here.filter(({ memberId }) => memberId !== me?.member?.id);
  const links = row['_links'] as Record<string, unknown> | undefined;
  const allowed = noun.actions.filter(({ name }) => links?.[name] !== undefined);
  const verbs = fitting?.flatMap((name) => allowed.find((verb) => verb.name === name) ?? []) ?? allowed;
  const facts = listFields(noun).filter(({ name, widget }) => name !== noun.title && widget !== 'switch' && valueOf(row, name)).slice(0, 5);
  const buttons = verbs.filter(({ name }) => !SELDOM.has(name)).slice(0, MOST_BUTTONS);
  const Form = asked ? (forms?.[asked.name] ?? FORMS[asked.name]) : undefined;
  const go = (verb: Verb) => {
    setAnchor(null);
    if (verb.input && Object.keys(verb.input.properties ?? {}).length) setAsked(verb);
    else void act(verb);
  };
  const removeIt = async () => {
    setAnchor(null);
    const gone = await remove({ path: noun.path, id: row.id });
    if (gone.error) return refused(gone.error);
    done(t('list.deletedOne', { title }), () => void restore({ path: noun.path, id: row.id }).then(() => navigate(`${pathOf(noun)}/${row.id}`)));
    await navigate(pathOf(noun));
  };
  return (
    <Head>
      <Face name={title} size={44} square={noun.name === 'company'} />
      <div className="who">
        <h1 dir="auto">{title}</h1>
        <div className="facts">{facts.map((field) => <span key={field.name} style={{ maxInlineSize: 240 }}><Value field={field} row={row} /></span>)}</div>
      </div>
      {others.length > 0 && (
        <AvatarGroup max={4} aria-label={t('record.here')}>
          {others.map((each) => <Attendant key={each.memberId} {...each} />)}
        </AvatarGroup>
      )}
      {children}
      {buttons.map((verb, index) => <Button key={verb.name} variant={index === 0 ? 'contained' : 'outlined'} onClick={() => go(verb)}>{verb.say}</Button>)}
      <IconButton aria-label={t('shell.more')} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={({ currentTarget }) => setAnchor(currentTarget)}><Icon of={EllipsisVertical} /></IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {verbs.filter((verb) => !buttons.includes(verb)).map((verb) => <MenuItem key={verb.name} onClick={() => go(verb)}>{verb.say}</MenuItem>)}
        <MenuItem onClick={() => { setAnchor(null); void navigator.clipboard.writeText(location.href).then(() => done(t('record.copied'))); }}><Icon of={Link2} />{t('record.copy')}</MenuItem>
        {links?.['delete'] !== undefined && <MenuItem onClick={() => void removeIt()}><Icon of={Trash2} />{t('list.delete')}</MenuItem>}
      </Menu>
      {Form && <Form noun={noun} row={row} onClose={() => setAsked(null)} />}
      {asked && !Form && <VerbDialog noun={noun} row={row} verb={asked} onClose={() => setAsked(null)} />}
    </Head>
  );
}

/** Presence tells ids; who they are is asked once. */
function Attendant({ memberId, editing }: Present) {
  const { t } = useTranslation();
  const { data } = useRecordQuery({ path: '/api/v1/identity/members', id: memberId });
  const name = data?.record['name'];
  if (typeof name !== 'string') return null;
  return <Tooltip title={editing ? t('record.editing', { name }) : name}><span role="img" aria-label={name}><Face name={name} size={26} /></span></Tooltip>;
}
