import fc from 'fast-check';
import type { Graph, Step } from './graph.js';
import { advance, MOST_TAKEN, NOTHING_YET, type Effect, type RunState } from './walk.js';

const edge = (from: string, to: string, on?: string) => ({ from, to, ...(on && { on }) });
const graphOf = (steps: Step[], edges: Graph['edges']): Graph => ({ trigger: { kind: 'button' }, steps, edges });

/** Every step says what it comes to; what it found stands in the graph. */
function walk(graph: Graph, outcomes: (step: Step, state: RunState) => string): { trail: string[]; end: Effect } {
  const trail: string[] = [];
  let { state, effect } = advance(graph, NOTHING_YET, { kind: 'begun' });
  while (effect.kind === 'do') {
    const { step } = effect;
    const loop = state.loops.map(({ index }) => index).join('.');
    trail.push(loop ? `${step.key}@${loop}` : step.key);
    const found = Array.isArray(step.finds) ? { noun: 'thing', ids: step.finds as string[] } : undefined;
    ({ state, effect } = advance(graph, state, { kind: 'done', outcome: outcomes(step, state), found }));
  }
  return { trail, end: effect };
}

const next = () => 'next';

it('goes where the outcome leads, and ends where nothing does', () => {
  const graph = graphOf([{ key: 'ask', do: 'condition' }, { key: 'a', do: 'update' }, { key: 'b', do: 'update' }], [edge('start', 'ask'), edge('ask', 'a', 'yes'), edge('ask', 'b', 'no')]);
  expect(walk(graph, ({ key }) => (key === 'ask' ? 'no' : 'next'))).toEqual({ trail: ['ask', 'b'], end: { kind: 'end' } });
  expect(walk(graphOf([], []), next)).toEqual({ trail: [], end: { kind: 'end' } });
});

it('a failure goes where an edge leads it, or ends the run', () => {
  const steps = [{ key: 'a', do: 'update' }, { key: 'b', do: 'notify' }];
  const fails = ({ key }: Step) => (key === 'a' ? 'failed' : 'next');
  expect(walk(graphOf(steps, [edge('start', 'a'), edge('a', 'b', 'failed')]), fails)).toMatchObject({ trail: ['a', 'b'], end: { kind: 'end' } });
  expect(walk(graphOf(steps, [edge('start', 'a'), edge('a', 'b')]), fails)).toMatchObject({ trail: ['a'], end: { kind: 'fail' } });
});

it('loops take each record once, also inside of each other, and nothing takes for ever', () => {
  fc.assert(
    fc.property(fc.nat(12), fc.nat(12), (outer, inner) => {
      const ids = (n: number) => Array.from({ length: n }, (_, i) => String(i));
      const steps: Step[] = [
        { key: 'many', do: 'find', finds: ids(outer) }, { key: 'each', do: 'loop', over: 'many' }, { key: 'more', do: 'find', finds: ids(inner) }, { key: 'every', do: 'loop', over: 'more' }, { key: 'touch', do: 'update' }, { key: 'after', do: 'notify' },
      ];
      const graph = graphOf(steps, [edge('start', 'many'), edge('many', 'each'), edge('each', 'more', 'each'), edge('more', 'every'), edge('every', 'touch', 'each'), edge('each', 'after', 'done')]);
      const { trail, end } = walk(graph, next);
      expect(trail.filter((at) => at.startsWith('touch'))).toEqual(ids(outer).flatMap((a) => ids(inner).map((b) => `touch@${a}.${b}`)));
      expect([trail.at(-1), end]).toEqual(['after', { kind: 'end' }]);
    }),
  );
  const endless = graphOf([{ key: 'a', do: 'find', finds: Array.from({ length: MOST_TAKEN }, String) }, { key: 'each', do: 'loop', over: 'a' }, { key: 'touch', do: 'update' }], [edge('start', 'a'), edge('a', 'each'), edge('each', 'touch', 'each')]);
  expect(walk(endless, next).end).toMatchObject({ kind: 'fail', why: expect.stringContaining('2000') });
});

it('a run that was put away and taken up again goes on as if nothing had been', () => {
  const graph = graphOf([{ key: 'many', do: 'find', finds: ['x', 'y', 'z'] }, { key: 'each', do: 'loop', over: 'many' }, { key: 'pause', do: 'wait' }], [edge('start', 'many'), edge('many', 'each'), edge('each', 'pause', 'each')]);
  let { state, effect } = advance(graph, NOTHING_YET, { kind: 'begun' });
  let pauses = 0;
  while (effect.kind === 'do') {
    if (effect.step.key === 'pause') pauses += 1;
    ({ state, effect } = advance(graph, JSON.parse(JSON.stringify(state)) as RunState, { kind: 'done', outcome: 'next', found: effect.step.key === 'many' ? { noun: 'thing', ids: ['x', 'y', 'z'] } : undefined }));
  }
  expect([pauses, effect]).toEqual([3, { kind: 'end' }]);
});
