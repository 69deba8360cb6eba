import '@xyflow/react/dist/base.css';
import { Background, BackgroundVariant, Controls, Handle, Position, ReactFlow, type Edge as FlowEdge, type Node, type NodeProps } from '@xyflow/react';
import { styled, useColorScheme } from '@mui/material/styles';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../shell/Icon.js';
import type { StepKind } from './automation.js';
import { NEXT, placed, START, type Graph } from './graph.js';
import { STEP_ICONS, TRIGGER_ICONS } from './look.js';
import { useSummary } from './use-summary.js';

const Frame = styled('div')(({ theme }) => ({
  blockSize: 'clamp(380px, 62vh, 720px)',
  borderRadius: 10,
  border: `1px solid ${theme.vars.palette.neutral[5]}`,
  overflow: 'hidden',
  direction: 'ltr',
  backgroundColor: theme.vars.palette.canvas,
  '& .react-flow__edge-path': { stroke: theme.vars.palette.neutral[8], strokeWidth: 1.5 },
  '& .react-flow__edge-text': { fill: theme.vars.palette.neutral[11], fontSize: 11 },
  '& .react-flow__edge-textbg': { fill: theme.vars.palette.canvas },
  '& .react-flow__controls': { boxShadow: 'none', border: `1px solid ${theme.vars.palette.neutral[6]}`, borderRadius: 6, overflow: 'hidden' },
  '& .react-flow__controls-button': { border: 0, backgroundColor: theme.vars.palette.raised, color: theme.vars.palette.neutral[11], '& svg': { fill: 'currentColor' } },
  '& .react-flow__handle': { inlineSize: 8, blockSize: 8, borderRadius: 4, border: `1.5px solid ${theme.vars.palette.neutral[8]}`, backgroundColor: theme.vars.palette.raised },
  '& .react-flow__attribution': { display: 'none' },
}));

const Box = styled('div', { shouldForwardProp: (name) => name !== 'chosen' && name !== 'first' && name !== 'tone' })<{ chosen: boolean; first: boolean; tone: string | undefined }>(({ theme, chosen, first, tone }) => ({
  inlineSize: 232,
  display: 'grid',
  gridTemplateColumns: '28px minmax(0, 1fr)',
  alignItems: 'center',
  gap: 10,
  padding: '8px 10px',
  borderRadius: 10,
  textAlign: 'start',
  backgroundColor: theme.vars.palette.raised,
  border: `1px solid ${tone === 'failed' ? theme.vars.palette.bad.solid : tone ? theme.vars.palette.good.solid : theme.vars.palette.neutral[6]}`,
  outline: chosen ? `2px solid ${theme.vars.palette.accent.solid}` : 'none',
  outlineOffset: 1,
  boxShadow: '0 1px 2px rgb(18 32 40 / 0.05)',
  '& .icon': { display: 'grid', placeItems: 'center', inlineSize: 28, blockSize: 28, borderRadius: 7, color: first ? theme.vars.palette.accent.onSolid : theme.vars.palette.accent.text, backgroundColor: first ? theme.vars.palette.accent.solid : theme.vars.palette.accent.soft },
  '& b': { ...theme.typography.body2, display: 'block', fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[12] },
  '& small': { display: 'block', fontSize: '0.75rem', lineHeight: '1rem', color: theme.vars.palette.neutral[11], overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
}));

type StepNode = Node<{ title: string; say: string; icon: string; first: boolean; chosen: boolean; tone: string | undefined }>;

function StepBox({ data: { title, say, icon, first, chosen, tone } }: NodeProps<StepNode>) {
  const shape = (first ? TRIGGER_ICONS : STEP_ICONS)[icon] ?? STEP_ICONS['act']!;
  return (
    <Box chosen={chosen} first={first} tone={tone}>
      {!first && <Handle type="target" position={Position.Top} />}
      <span className="icon"><Icon of={shape} /></span>
      <span style={{ minInlineSize: 0 }}><b dir="auto">{title}</b><small dir="auto">{say}</small></span>
      <Handle type="source" position={Position.Bottom} />
    </Box>
  );
}

const nodeTypes = { step: StepBox };

interface Props {
  graph: Graph;
  kinds: readonly StepKind[];
  chosen: string | null;
  onChoose: (key: string | null) => void;
  onConnect?: ((from: string, to: string) => void) | undefined;
  /** Of a run or a rehearsal: what came of each step. */
  outcomes?: ReadonlyMap<string, string> | undefined;
}

export function Canvas({ graph, kinds, chosen, onChoose, onConnect, outcomes }: Props) {
  const { t } = useTranslation();
  const { mode } = useColorScheme();
  const summary = useSummary();
  const nodes = useMemo((): StepNode[] => placed(graph).map(({ key, x, y }) => {
    const step = graph.steps.find((each) => each.key === key);
    const first = key === START;
    const title = first ? t(`workflow.trigger.${graph.trigger.kind}` as 'workflow.trigger.record') : (kinds.find((kind) => kind.do === step?.do)?.say ?? step?.do ?? key);
    return { id: key, type: 'step', position: { x, y }, ariaLabel: title, data: { title, say: first ? summary.ofTrigger(graph.trigger) : step ? summary.ofStep(step) : '', icon: first ? graph.trigger.kind : (step?.do ?? ''), first, chosen: key === chosen, tone: outcomes?.get(key) } };
  }), [graph, kinds, chosen, outcomes, summary, t]);
  const edges = useMemo((): FlowEdge[] => graph.edges.map(({ from, to, on = NEXT }) => ({ id: `${from} ${on} ${to}`, source: from, target: to, type: 'smoothstep', ...(on !== NEXT && { label: t(`workflow.outcome.${on}` as 'workflow.outcome.yes', { defaultValue: on }) }) })), [graph, t]);
  return (
    <Frame>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        colorMode={mode === 'dark' || mode === 'light' ? mode : 'system'}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.2 }}
        minZoom={0.3}
        nodesDraggable={false}
        nodesConnectable={onConnect !== undefined}
        deleteKeyCode={null}
        onNodeClick={(_event, { id }) => onChoose(id)}
        onPaneClick={() => onChoose(null)}
        onNodesChange={(changes) => { for (const change of changes) if (change.type === 'select' && change.selected) onChoose(change.id); }}
        onConnect={({ source, target }) => onConnect?.(source, target)}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </Frame>
  );
}
