import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useTitle } from '../../../api/titles.js';
import { momentText } from '../../../kernel/fields/format.js';
import { Pill } from '../../../kernel/fields/Pill.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { pathOf, useNouns } from '../../../kernel/nouns.js';
import { Icon } from '../../../shell/Icon.js';
import { useStepKindsQuery, type RunStep } from './automation.js';
import { NEXT } from './graph.js';
import { STEP_ICONS } from './look.js';

const List = styled('ol')(({ theme }) => ({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& li': { ...theme.typography.body2, display: 'grid', gridTemplateColumns: '16px minmax(0, 1fr) auto', alignItems: 'center', gap: 10, paddingBlock: 8, borderBlockEnd: `1px solid ${theme.vars.palette.neutral[4]}` },
  '& b': { fontWeight: theme.typography.fontWeightMedium },
  '& small': { display: 'block', color: theme.vars.palette.neutral[11], overflowWrap: 'anywhere' },
  '& small a': { color: theme.vars.palette.accent.text },
}));

export function StepLog({ steps }: { steps: readonly RunStep[] }) {
  const { t } = useTranslation();
  const { data: kinds } = useStepKindsQuery();
  return (
    <List aria-label={t('workflow.steps')}>
      {steps.map(({ no, step, kind, outcome, note, error }) => (
        <li key={no}>
          <Icon of={STEP_ICONS[kind] ?? STEP_ICONS['act']!} />
          <span><b>{kinds?.data.find((each) => each.do === kind)?.say ?? step}</b><small>{error ?? <Told note={note} />}</small></span>
          <Pill shade={error ? 'red' : 'green'}>{outcome === NEXT && !error ? t('workflow.state.done') : t(`workflow.outcome.${outcome}` as 'workflow.outcome.yes', { defaultValue: outcome })}</Pill>
        </li>
      ))}
    </List>
  );
}

/** What a step noted, as people say it. What only the machinery needs is left out. */
function Told({ note }: { note: RunStep['note'] }) {
  const { t } = useTranslation();
  const { byName } = useNouns();
  const writing = useWriting();
  const { member, among, noun: name, id, fields, verb, found, until, event, workflow, status, host, present } = note as Note;
  const noun = name ? byName.get(name) : undefined;
  const parts: ReactNode[] = [
    member && <Named key="member" noun="member" id={member} />,
    among && among > 1 && t('workflow.told.among', { count: among }),
    name && id && <Named key="record" noun={name} id={id} />,
    verb && (noun?.actions.find((each) => each.name === verb)?.say ?? verb),
    fields?.map((field) => noun?.fields.find((each) => each.name === field)?.label ?? field).join(', '),
    found !== undefined && `${noun?.labelOfMany ?? ''} ${found}`,
    workflow && <Named key="workflow" noun="workflow" id={workflow} />,
    event,
    until && t('workflow.told.until', { when: momentText(until, writing) }),
    status !== undefined && t('workflow.told.status', { status }),
    host,
    present !== undefined && t('workflow.told.present', { count: present }),
  ].filter(Boolean);
  return parts.flatMap((part, place) => (place === 0 ? [part] : [' · ', part]));
}

interface Note {
  member?: string; among?: number;
  noun?: string; id?: string; fields?: readonly string[]; verb?: string; found?: number;
  workflow?: string; event?: string; until?: string; status?: number; host?: string; present?: number;
}

/** A record by its name; one that was only tried, or that is out of reach, by its noun. */
function Named({ noun: name, id }: { noun: string; id: string }) {
  const noun = useNouns().byName.get(name);
  const { title } = useTitle(noun, id);
  return noun && title !== null ? <Link to={`${pathOf(noun)}/${id}`} dir="auto">{title || noun.label}</Link> : (noun?.label ?? name);
}
