import { decorator } from '#kernel/field/declare.js';
import type { FieldType, Json } from '#kernel/field/field.js';
import { acceptJson, json } from '#kernel/field/json.js';
import { readGraph } from '../graph/graph.js';

const LARGEST = 200_000;
const DEEPEST = 18;

/** A drawn workflow, of the right shape; whether it makes sense, the rules of the workflow see to. */
const graph: FieldType = {
  ...(json as FieldType),
  accept(value, _field, complain) {
    if (!acceptJson(value, DEEPEST, complain)) return undefined;
    const read = readGraph(value, complain);
    if (!read) return undefined;
    const text = JSON.stringify(read);
    return text.length <= LARGEST ? { '': text } : complain('size', `Must have at most ${LARGEST} characters as JSON.`);
  },
  schema: () => ({
    type: 'object',
    required: ['trigger', 'steps', 'edges'],
    properties: {
      trigger: { type: 'object', maxProperties: 10, description: 'What starts it: { "kind": "record", "noun": …, "on": ["created"], "where": … }, or of the kind fact, schedule, button or workflow.' },
      steps: { type: 'array', maxItems: 100, items: { type: 'object', maxProperties: 20 }, description: 'What is done: each has a "key", a "do", and the inputs of that type of step.' },
      edges: { type: 'array', maxItems: 300, items: { type: 'object', maxProperties: 3 }, description: 'Which step follows: { "from": "start", "to": … }, with "on" where a step has several outcomes.' },
    },
  }),
  example: (_field, seed) => ({ trigger: { kind: 'button' }, steps: [{ key: 'pause', do: 'wait', seconds: seed + 1 }], edges: [{ from: 'start', to: 'pause' }] }) as Json,
  widget: () => ({ widget: 'workflow' }),
};

export const GraphField = decorator<Json, object>(graph);
