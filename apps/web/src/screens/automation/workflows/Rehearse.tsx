import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../api/records.js';
import { RecordEditor } from '../../../kernel/fields/RecordEditor.js';
import { useNouns } from '../../../kernel/nouns.js';
import { Field } from '../../../shell/Field.js';
import { reason } from '../../../shell/use-say.js';
import { Told } from '../../outside/Card.js';
import { useRehearseMutation, useStepKindsQuery } from './automation.js';
import { Canvas } from './Canvas.js';
import { START, type Graph } from './graph.js';
import { StepLog } from './StepLog.js';

/** What the drawing would do on a record: nothing is written, and nothing leaves. */
export function Rehearse({ row }: { row: Row }) {
  const { t } = useTranslation();
  const { byName } = useNouns();
  const graph = row['graph'] as unknown as Graph;
  const noun = byName.get(String(graph.trigger['noun'] ?? ''));
  const [recordId, setRecordId] = useState<string | null>(null);
  const [rehearse, { data, error, isLoading }] = useRehearseMutation();
  const { data: kinds } = useStepKindsQuery();
  if (!noun) return <p>{t('workflow.tryNothing')}</p>;
  const outcomes = data && new Map([...(data.trigger ? [[START, data.trigger.fires ? 'next' : 'failed'] as const] : []), ...data.steps.map(({ step, outcome, error: failed }) => [step, failed ? 'failed' : outcome] as const)]);
  return (
    <div style={{ display: 'grid', gap: 14, marginBlockStart: 14 }}>
      <div style={{ display: 'flex', gap: 10, alignItems: 'end', maxInlineSize: 460 }}>
        <div style={{ flex: 1 }}><Field label={t('workflow.tryOn', { noun: noun.label })}>{(given) => <RecordEditor given={given} field={{ name: 'recordId', label: noun.label, type: 'reference', widget: 'record', target: noun.name }} value={recordId} onChange={(id) => setRecordId(id as string | null)} />}</Field></div>
        <Button variant="contained" disabled={!recordId} loading={isLoading} onClick={() => void rehearse({ id: row.id, recordId: recordId! })}>{t('workflow.tryGo')}</Button>
      </div>
      {error && <Told tone="bad">{reason(error, t('shell.unreachable'))}</Told>}
      {data?.trigger && <ul style={{ margin: 0, paddingInlineStart: 18 }}>{data.trigger.asked.map(({ check, holds, say }) => <li key={check + say}>{holds ? '✓' : '✗'} {say}</li>)}</ul>}
      {data && kinds && <Canvas graph={graph} kinds={kinds.data} chosen={null} onChoose={() => undefined} outcomes={outcomes} />}
      {data && <StepLog steps={data.steps} />}
    </div>
  );
}
