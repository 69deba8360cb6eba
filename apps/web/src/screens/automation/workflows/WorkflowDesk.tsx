import Button from '@mui/material/Button';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../../api/meta.js';
import { useUpdateMutation, type Json, type Row } from '../../../api/records.js';
import { reason, useSay } from '../../../shell/use-say.js';
import { Told } from '../../outside/Card.js';
import { useStepKindsQuery } from './automation.js';
import { Canvas } from './Canvas.js';
import { NEXT, START, withEdge, type Graph } from './graph.js';
import { Inspector } from './Inspector.js';
import { Rehearse } from './Rehearse.js';
import { Runs } from './Runs.js';

const Desk = styled('div')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) minmax(260px, 320px)',
  gap: 16,
  marginBlockStart: 12,
  [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
}));

/** Draw it, try it on a past record, and see what its runs did. */
export function WorkflowDesk({ noun, row }: { noun: Noun; row: Row }) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<'draw' | 'try' | 'runs'>('draw');
  const mayDraw = row['graph'] !== undefined;
  return (
    <>
      <Tabs value={mayDraw ? tab : 'runs'} onChange={(_event, next: typeof tab) => setTab(next)} aria-label={t('workflow.views')}>
        {mayDraw && <Tab value="draw" label={t('workflow.draw')} />}
        {mayDraw && <Tab value="try" label={t('workflow.try')} />}
        <Tab value="runs" label={t('workflow.runs')} />
      </Tabs>
      {tab === 'draw' && mayDraw && <Draw noun={noun} row={row} />}
      {tab === 'try' && mayDraw && <Rehearse row={row} />}
      {(tab === 'runs' || !mayDraw) && <Runs row={row} />}
    </>
  );
}

function Draw({ noun, row }: { noun: Noun; row: Row }) {
  const { t } = useTranslation();
  const { data: kinds } = useStepKindsQuery();
  const [graph, setGraph] = useState(row['graph'] as unknown as Graph);
  const [chosen, setChosen] = useState<string | null>(START);
  const [update, { error, isLoading }] = useUpdateMutation();
  const { done } = useSay();
  const changed = JSON.stringify(graph) !== JSON.stringify(row['graph']);
  const mayUpdate = (row['_links'] as Record<string, Json> | undefined)?.['update'] !== undefined;
  const save = async () => {
    const saved = await update({ path: noun.path, id: row.id, body: { graph }, etag: `"${row.version}"` });
    if (!saved.error) done(t('workflow.saved'));
  };
  if (!kinds) return null;
  return (
    <>
      {error && <div style={{ marginBlockStart: 12 }}><Told tone="bad">{'errors' in error && error.errors?.length ? error.errors.slice(0, 4).map(({ at, say }) => `${at}: ${say}`).join(' ') : reason(error, t('shell.unreachable'))}</Told></div>}
      <Desk>
        <Canvas graph={graph} kinds={kinds.data} chosen={chosen} onChoose={setChosen} onConnect={mayUpdate ? (from, to) => setGraph(withEdge(graph, from, firstFree(graph, from, kinds.data), to)) : undefined} />
        <div>
          {changed && <div style={{ display: 'flex', gap: 8, marginBlockEnd: 14 }}><Button variant="contained" loading={isLoading} onClick={() => void save()}>{t('workflow.save')}</Button><Button variant="text" onClick={() => setGraph(row['graph'] as unknown as Graph)}>{t('roles.discard')}</Button></div>}
          {chosen ? <Inspector key={chosen} graph={graph} chosen={chosen} kinds={kinds.data} onChange={setGraph} onChoose={setChosen} /> : <p>{t('workflow.choose')}</p>}
        </div>
      </Desk>
    </>
  );
}

/** The first outcome of a step that leads nowhere yet. */
function firstFree(graph: Graph, from: string, kinds: readonly { do: string; outcomes: readonly string[] }[]): string {
  const outcomes = kinds.find((kind) => kind.do === graph.steps.find(({ key }) => key === from)?.do)?.outcomes ?? [NEXT];
  return outcomes.find((on) => !graph.edges.some((edge) => edge.from === from && (edge.on ?? NEXT) === on)) ?? outcomes[0] ?? NEXT;
}
