import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../api/records.js';
import { useNouns } from '../../../kernel/nouns.js';
import { Field, Select } from '../../../shell/Field.js';
import { Icon } from '../../../shell/Icon.js';
import type { StepKind } from './automation.js';
import { NEXT, START, withEdge, withInputs, withoutStep, withStep, type Graph } from './graph.js';
import { StepInputs } from './StepInputs.js';
import { TriggerInputs } from './TriggerInputs.js';

const Box = styled('aside')(({ theme }) => ({
  display: 'grid',
  gap: 14,
  alignContent: 'start',
  '& h3': { ...theme.typography.h2, margin: 0 },
  '& hr': { inlineSize: '100%', border: 0, borderBlockStart: `1px solid ${theme.vars.palette.neutral[5]}`, margin: 0 },
  '& .row': { display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: 8 },
}));

interface Props {
  graph: Graph;
  chosen: string;
  kinds: readonly StepKind[];
  onChange: (graph: Graph) => void;
  onChoose: (key: string | null) => void;
}

/** What the chosen step is told, and where each of its outcomes leads; all of the graph can be drawn here without a mouse. */
export function Inspector({ graph, chosen, kinds, onChange, onChoose }: Props) {
  const { t } = useTranslation();
  const { byName } = useNouns();
  const step = graph.steps.find(({ key }) => key === chosen);
  const isStart = chosen === START;
  if (!step && !isStart) return null;
  const kind = kinds.find((each) => each.do === step?.do);
  const noun = byName.get(String(graph.trigger['noun'] ?? ''));
  const cases = Array.isArray(step?.['cases']) ? (step['cases'] as readonly { name?: string }[]).flatMap(({ name }) => (name ? [name] : [])) : [];
  const outcomes = isStart ? [NEXT] : step?.do === 'branch' ? [...cases, 'else'] : [...(kind?.outcomes ?? [NEXT])];
  const put = (inputs: Record<string, Json | undefined>) => onChange(withInputs(graph, chosen, inputs));
  return (
    <Box aria-label={t('workflow.step')}>
      <div className="row">
        <h3>{isStart ? t('workflow.begins') : (kind?.say ?? step?.do)}</h3>
        {!isStart && <Button variant="text" startIcon={<Icon of={Trash2} />} onClick={() => { onChange(withoutStep(graph, chosen)); onChoose(null); }}>{t('settings.remove')}</Button>}
      </div>
      {isStart ? <TriggerInputs trigger={graph.trigger} onChange={put} /> : step && <StepInputs graph={graph} step={step} noun={noun} onChange={put} />}
      <hr />
      <h3>{t('workflow.then')}</h3>
      {outcomes.map((on) => {
        const to = graph.edges.find((edge) => edge.from === chosen && (edge.on ?? NEXT) === on)?.to ?? '';
        return (
          <Field key={on} label={t(`workflow.outcome.${on}` as 'workflow.outcome.yes', { defaultValue: on })}>
            {(given) => (
              <Select
                {...given}
                value={to}
                onChange={({ target: { value } }) => {
                  if (!value.startsWith('+')) return onChange(withEdge(graph, chosen, on, value || null));
                  const added = kinds.find((each) => each.do === value.slice(1))!;
                  const { graph: next, key } = withStep(graph, chosen, on, added.do, added.outcomes[0] ?? NEXT);
                  onChange(next);
                  onChoose(key);
                }}
              >
                <option value="">{t('workflow.end')}</option>
                <optgroup label={t('workflow.goOn')}>{graph.steps.filter(({ key }) => key !== chosen).map(({ key, do: what }) => <option key={key} value={key}>{kinds.find((each) => each.do === what)?.say ?? what} · {key}</option>)}</optgroup>
                <optgroup label={t('workflow.add')}>{kinds.map((each) => <option key={each.do} value={`+${each.do}`}>+ {each.say}</option>)}</optgroup>
              </Select>
            )}
          </Field>
        );
      })}
    </Box>
  );
}
