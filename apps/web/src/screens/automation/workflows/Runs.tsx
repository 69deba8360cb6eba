import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { CircleStop, History, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Row } from '../../../api/records.js';
import { useTitle } from '../../../api/titles.js';
import { Pill } from '../../../kernel/fields/Pill.js';
import { Ago } from '../../../kernel/fields/Value.js';
import { pathOf, useNouns } from '../../../kernel/nouns.js';
import { Empty } from '../../../shell/Empty.js';
import { Icon } from '../../../shell/Icon.js';
import { useSay } from '../../../shell/use-say.js';
import { useReplayRunMutation, useRunQuery, useRunsQuery, useStopRunMutation, type Run } from './automation.js';
import { StepLog } from './StepLog.js';

const SHADES = { running: 'blue', waiting: 'amber', done: 'green', failed: 'red', stopped: 'grey' } as const;

const List = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: '12px 0 0',
  padding: 0,
  '& > li': { borderBlockEnd: `1px solid ${theme.vars.palette.neutral[4]}`, paddingBlock: 4 },
  '& > li > button': { ...theme.typography.body2, fontFamily: 'inherit', display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: 12, inlineSize: '100%', minBlockSize: 40, border: 0, background: 'none', color: 'inherit', textAlign: 'start', paddingInline: 4, borderRadius: 6, '&:hover': { backgroundColor: theme.vars.palette.neutral[3] } },
  '& .why': { flex: 1, minInlineSize: 120, display: 'flex', flexWrap: 'wrap', gap: '0 10px', color: theme.vars.palette.neutral[11], overflowWrap: 'anywhere' },
  '& .why b': { fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[12] },
  '& time': { color: theme.vars.palette.neutral[10] },
  '& .open': { padding: '4px 4px 12px 28px' },
}));

export function Runs({ row }: { row: Row }) {
  const { t } = useTranslation();
  const { data } = useRunsQuery(row.id, { pollingInterval: 5_000, skipPollingIfUnfocused: true });
  const [open, setOpen] = useState<string | null>(null);
  if (data?.data.length === 0) return <Empty icon={History} title={t('workflow.noRuns')}>{t('workflow.noRunsSay')}</Empty>;
  return (
    <List aria-label={t('workflow.runs')}>
      {data?.data.map((run) => (
        <li key={run.id}>
          <button type="button" aria-expanded={open === run.id} onClick={() => setOpen(open === run.id ? null : run.id)}>
            <Pill shade={SHADES[run.state]}>{t(`workflow.state.${run.state}`)}</Pill>
            <span className="why"><About run={run} />{run.reason}</span>
            <Ago at={run.startedAt} />
          </button>
          {open === run.id && <OpenRun run={run} workflowId={row.id} />}
        </li>
      ))}
    </List>
  );
}

/** The name of the record that it is about. */
function About({ run }: { run: Run }) {
  const noun = useNouns().byName.get(run.noun ?? '');
  const { title } = useTitle(noun, run.recordId ?? '');
  return <b dir="auto">{title ?? noun?.label}</b>;
}

function OpenRun({ run, workflowId }: { run: Run; workflowId: string }) {
  const { t } = useTranslation();
  const { byName } = useNouns();
  const { data } = useRunQuery(run.id);
  const [stop] = useStopRunMutation();
  const [replay] = useReplayRunMutation();
  const { done, refused } = useSay();
  const noun = run.noun ? byName.get(run.noun) : undefined;
  const act = async (work: Promise<{ error?: unknown }>, say: string) => {
    const { error } = await work;
    if (error) refused(error);
    else done(say);
  };
  return (
    <div className="open">
      {noun && run.recordId && <p><Link to={`${pathOf(noun)}/${run.recordId}`}>{t('workflow.toRecord', { noun: noun.label })}</Link></p>}
      {data?.steps && <StepLog steps={data.steps} />}
      <p style={{ display: 'flex', gap: 8 }}>
        {(run.state === 'running' || run.state === 'waiting') && <Button startIcon={<Icon of={CircleStop} />} onClick={() => void act(stop({ id: run.id, workflowId }), t('workflow.stopped'))}>{t('workflow.stop')}</Button>}
        {(run.state === 'failed' || run.state === 'stopped') && <Button startIcon={<Icon of={RotateCw} />} onClick={() => void act(replay({ id: run.id, workflowId }), t('workflow.replayed'))}>{t('workflow.replay')}</Button>}
      </p>
    </div>
  );
}
