import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { styled } from '@mui/material/styles';
import { CalendarDays, ListChecks, Mail, Phone, StickyNote, type LucideIcon } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/api.js';
import type { Field as Described, Noun } from '../../api/meta.js';
import { isProblem } from '../../api/problem.js';
import { useCreateMutation, type Row } from '../../api/records.js';
import { useAppDispatch } from '../../store.js';
import { Icon } from '../../shell/Icon.js';
import { Area, Field, Input, Select } from '../../shell/Field.js';
import { reason, useSay } from '../../shell/use-say.js';
import { instantOf } from '../fields/wall-time.js';
import { useWriting } from '../fields/use-writing.js';
import { useNouns } from '../nouns.js';
import { MentionArea } from './MentionArea.js';
import { noteHtml } from './note-html.js';

const Box = styled('form')(({ theme }) => ({
  display: 'grid',
  gap: 10,
  marginBlockEnd: 20,
  padding: 12,
  borderRadius: 10,
  border: `1px solid ${theme.vars.palette.neutral[6]}`,
  backgroundColor: theme.vars.palette.raised,
  '& .MuiToggleButtonGroup-root': { flexWrap: 'wrap' },
  '& .MuiToggleButton-root': { ...theme.typography.body2, textTransform: 'none', gap: 6, border: 0, borderRadius: '6px !important', padding: '4px 10px', color: theme.vars.palette.neutral[11] },
  '& .MuiToggleButton-root.Mui-selected': { color: theme.vars.palette.neutral[12], backgroundColor: theme.vars.palette.neutral[4] },
  '& footer': { display: 'flex', gap: 10, alignItems: 'end', flexWrap: 'wrap', '& > button': { marginInlineStart: 'auto' } },
  '& footer > div': { flex: '1 1 120px', maxInlineSize: 220 },
  '& footer > div:has([type=datetime-local])': { flexBasis: 196 },
}));

type Kind = 'note' | 'call' | 'mail' | 'meeting' | 'task';

const KINDS: readonly { kind: Kind; icon: LucideIcon; noun: string }[] = [
  { kind: 'note', icon: StickyNote, noun: 'note' },
  { kind: 'call', icon: Phone, noun: 'communication' },
  { kind: 'mail', icon: Mail, noun: 'communication' },
  { kind: 'meeting', icon: CalendarDays, noun: 'communication' },
  { kind: 'task', icon: ListChecks, noun: 'activity' },
];

/** Adds to a record in one go: what was noted, said, or is to be done. */
export function Composer({ noun, row }: { noun: Noun; row: Row }) {
  const { t } = useTranslation();
  const { byName } = useNouns();
  const { timeZone = 'UTC' } = useWriting();
  const dispatch = useAppDispatch();
  const [create, { error, isLoading, reset }] = useCreateMutation();
  const [kind, setKind] = useState<Kind>('note');
  const [text, setText] = useState('');
  const [topic, setTopic] = useState('');
  const [mentioned, setMentioned] = useState<Record<string, string>>({});
  const [direction, setDirection] = useState('outbound');
  const [outcome, setOutcome] = useState('');
  const [when, setWhen] = useState('');
  const { done } = useSay();
  const form = useRef<HTMLFormElement>(null);
  const known = KINDS.filter(({ noun: name }) => byName.get(name)?.may.includes('create'));
  const chosen = known.find((each) => each.kind === kind) ?? known[0];
  // Parts, and what is only seen together with a record, bear nothing themselves.
  const isBorne = noun.fields.some(({ partOf, widget, required }) => partOf || (widget === 'any-record' && required));
  if (!chosen || isBorne) return null;
  const fieldOf = (name: string) => byName.get(chosen.noun)!.fields.find((field) => field.name === name);
  const about = { subject: noun.name, recordId: row.id };
  const titled = topic || text.split('\n')[0]!.slice(0, 120);
  const body = {
    note: { ...about, body: noteHtml(text, mentioned) },
    communication: { ...about, channel: chosen.kind, direction, title: titled, ...(text && { body: text }), ...(outcome && chosen.kind !== 'mail' && { outcome }), ...(when && { at: instantOf(when, timeZone) }) },
    activity: { ...about, kind: 'task', title: titled, ...(text && topic && { description: text }), ...(when && { day: when.slice(0, 10) }) },
  }[chosen.noun as 'note'];
  const submit = async () => {
    const target = byName.get(chosen.noun)!;
    const from = document.activeElement;
    const made = await create({ path: target.path, body });
    if (made.error) return;
    // Whoever has written on or gone elsewhere in the meantime is not interrupted.
    setText((now) => (now === text ? '' : now));
    setTopic((now) => (now === topic ? '' : now));
    setMentioned({});
    setOutcome('');
    setWhen('');
    if (document.activeElement === from || document.activeElement === document.body) form.current?.querySelector<HTMLElement>('input, textarea')?.focus();
    dispatch(api.util.invalidateTags([{ type: 'Timeline', id: row.id }]));
    done(t('record.made', { noun: target.label }));
  };
  const written = {
    'aria-label': t(`composer.${chosen.kind}`), rows: 3, placeholder: t(chosen.kind === 'note' ? 'composer.askNote' : 'composer.askText'), value: text,
    onKeyDown: (event: KeyboardEvent) => { if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void submit(); },
  };
  return (
    <Box ref={form} noValidate aria-label={t('composer.title')} onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <ToggleButtonGroup exclusive size="small" value={chosen.kind} aria-label={t('composer.kind')} onChange={(_event, next: Kind | null) => { if (next) { setKind(next); reset(); } }}>
        {known.map((each) => <ToggleButton key={each.kind} value={each.kind}><Icon of={each.icon} />{t(`composer.${each.kind}`)}</ToggleButton>)}
      </ToggleButtonGroup>
      {chosen.kind !== 'note' && <Input aria-label={t('composer.topic')} placeholder={t(chosen.kind === 'task' ? 'composer.what' : 'composer.topic')} value={topic} onChange={({ target }) => setTopic(target.value)} />}
      {chosen.kind === 'note'
        ? <MentionArea {...written} onChange={setText} onMention={(name, id) => setMentioned((all) => ({ ...all, [name]: id }))} />
        : <Area {...written} onChange={({ target }) => setText(target.value)} />}
      {error && <p role="alert" style={{ margin: 0 }}>{isProblem(error) ? reason(error, t('shell.unreachable')) : null}</p>}
      <footer>
        {chosen.noun === 'communication' && <Choices field={fieldOf('direction')} value={direction} onChange={setDirection} />}
        {(chosen.kind === 'call' || chosen.kind === 'meeting') && <Choices field={fieldOf('outcome')} value={outcome} onChange={setOutcome} />}
        {chosen.noun !== 'note' && <Field label={t(chosen.kind === 'task' ? 'composer.due' : 'composer.when')}>{(given) => <Input {...given} type={chosen.kind === 'task' ? 'date' : 'datetime-local'} value={chosen.kind === 'task' ? when.slice(0, 10) : when} onChange={({ target }) => setWhen(target.value)} />}</Field>}
        <Button type="submit" variant="contained" loading={isLoading} disabled={!text.trim() && !topic.trim()}>{t(`composer.go.${chosen.kind}`)}</Button>
      </footer>
    </Box>
  );
}

function Choices({ field, value, onChange }: { field: Described | undefined; value: string; onChange: (value: string) => void }) {
  if (!field) return null;
  return <Field label={field.label}>{(given) => <Select {...given} value={value} onChange={({ target }) => onChange(target.value)}>{!field.required && <option value="" />}{field.choices?.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}</Select>}</Field>;
}
