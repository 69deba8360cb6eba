import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { useTitle } from '../../../api/titles.js';
import { Pill } from '../../../kernel/fields/Pill.js';
import { useNouns } from '../../../kernel/nouns.js';
import { Icon } from '../../../shell/Icon.js';
import type { RunStep } from './automation.js';
import { NEXT } from './graph.js';
import { STEP_ICONS } from './look.js';

const List = styled('ol')(({ theme }) => ({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& li': { ...theme.typography.body2, display: 'grid', gridTemplateColumns: '16px minmax(0, 1fr) auto', alignItems: 'center', gap: 10, paddingBlock: 8, borderBlockEnd: `1px solid ${theme.vars.palette.neutral[4]}` },
  '& small': { display: 'block', color: theme.vars.palette.neutral[11], overflowWrap: 'anywhere' },
}));

export function StepLog({ steps }: { steps: readonly RunStep[] }) {
  const { t } = useTranslation();
  return (
    <List aria-label={t('workflow.steps')}>
      {steps.map(({ no, step, kind, outcome, note, error }) => (
        <li key={no}>
          <Icon of={STEP_ICONS[kind] ?? STEP_ICONS['act']!} />
          <span><b>{step}</b><small>{error ?? Object.entries(note).map(([name, value], place) => <Told key={name} name={name} value={value} isFirst={place === 0} />)}</small></span>
          <Pill shade={error ? 'red' : 'green'}>{outcome === NEXT && !error ? t('workflow.state.done') : t(`workflow.outcome.${outcome}` as 'workflow.outcome.yes', { defaultValue: outcome })}</Pill>
        </li>
      ))}
    </List>
  );
}

/** What a step noted; members by their names. */
function Told({ name, value, isFirst }: { name: string; value: unknown; isFirst: boolean }) {
  const noun = useNouns().byName.get('member');
  const { title } = useTitle(name === 'member' ? noun : undefined, String(value));
  return <>{!isFirst && ' · '}{name === 'member' && noun ? noun.label : name}: {title ?? (typeof value === 'object' ? JSON.stringify(value) : String(value))}</>;
}
