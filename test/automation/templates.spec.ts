import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Templates } from '#automation/template/templates.js';
import { AutomationWorld } from './automation-world.js';

const VIEW = { timeZone: 'Europe/Berlin', language: 'de' };
const DATA = { record: { name: 'Ada <b>', tags: ['x', 'y'], born: '2026-03-29T01:30:00Z', text: `<${'<script'.repeat(20_000)}` } };
const ROOT = join(import.meta.dirname, '../../..');

/** What it comes to, or the kind of refusal. */
async function outcome(templates: Templates, template: string): Promise<string> {
  return templates.render([template], DATA, VIEW).then(([text]) => text!, (error: { kind?: string; message: string }) => `${error.kind}: ${error.message}`);
}

const NOTHING = /^$|^unprocessable: /;
const HARMFUL = [
  '{{ record.constructor }}', '{{ record.constructor.constructor("return process")() }}', '{{ record.__proto__ }}', '{{ record["__proto__"]["polluted"] }}', '{{ constructor }}', '{{ record.tags.constructor.name }}',
  '{{ "x".constructor.constructor }}', '{{ record | map: "constructor" | first }}', '{{ record.tags | map: "__proto__" }}', '{{ this }}', '{{ globalThis.process.env }}', '{{ process.env }}', '{{ require("fs") }}',
  '{% include "/etc/passwd" %}', '{% render "../../package.json" %}', '{% layout "self" %}', '{% block a %}{% block a %}{% endblock %}{% endblock %}', '{% include record.name %}',
];
const ENDLESS = [
  '{% for i in (1..1000000000) %}{% endfor %}',
  '{% for i in (1..100000) %}{% for j in (1..100000) %}{% for k in (1..100000) %}{% endfor %}{% endfor %}{% endfor %}',
  '{% for i in (1..100000) %}{{ record.text }}{% endfor %}',
  '{% assign s = "aaaaaaaaaa" %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s | size }}',
  '{% assign s = "a,b" | split: "," %}{% for i in (1..60) %}{% assign s = s | concat: s %}{% endfor %}{{ s | size }}',
  '{{ record.text | strip_html }}',
  `${'{% if true %}'.repeat(50_000)}`,
  `{{ "x" ${'| upcase '.repeat(60_000)} }}`,
  `${'{% for i in (1..9) %}'.repeat(400)}x${'{% endfor %}'.repeat(400)}`,
  `{{ ${'('.repeat(50_000)} }}`,
  `{{ "a" ${'| replace: "a", "aaaaaaaaaa" '.repeat(9)} }}`,
  '{{ "now" | date: "%900000000Y" }}',
  '{% assign s = record.text | split: "" %}{% for i in (1..2000) %}{% assign t = s | sort | reverse | uniq | join: "<" | split: "<" %}{% endfor %}',
];

describe('S06 templates', () => {
  const templates = new Templates();
  afterAll(() => templates.onModuleDestroy());

  it('write what they are given', async () => {
    expect(await outcome(templates, '{{ record.name }} {{ record.tags | join: "+" }} {{ record.born | date: "%H:%M" }} {{ record.none | default: "nobody" }}')).toBe('Ada <b> x+y 03:30 nobody');
    expect(await outcome(templates, '{% if record.name %}')).toMatch(/^unprocessable: .*not closed/);
    expect(await outcome(templates, '{{ record.name | nosuchfilter }}')).toMatch(/^unprocessable: .*undefined filter/);
  });

  it.each(HARMFUL)('reach nothing beyond that: %s', async (template) => {
    expect(await outcome(templates, template)).toMatch(NOTHING);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('end in time, whatever they are made for, and nobody else waits for them', async () => {
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    for (const template of ENDLESS) {
      const began = performance.now();
      const came = await outcome(templates, template);
      expect([template.slice(0, 40), came.slice(0, 13)]).toEqual([template.slice(0, 40), 'unprocessable']);
      expect(performance.now() - began).toBeLessThan(7_000);
      expect(await outcome(templates, 'fine')).toBe('fine');
    }
    clearInterval(watch);
    expect(longest).toBeLessThan(400);
  }, 60_000);
});

describe('S07 nothing that an organisation writes becomes code', () => {
  it('no eval, vm or Function stands in what serves', () => {
    const files = readdirSync(join(ROOT, 'libs'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
    const found = files.filter((file) => /(?<!\.)\beval\(|\bnew Function\(|\bFunction\(|from '(node:)?vm'|\.constructor\.constructor/.test(readFileSync(join(ROOT, 'libs', file), 'utf8')));
    expect([files.length > 300, found]).toEqual([true, []]);
  });

  it('templates are rendered where code cannot be made of texts', async () => {
    const script = `import 'reflect-metadata'; const { Templates } = await import(${JSON.stringify(join(ROOT, 'dist/libs/automation/template/templates.js'))}); const t = new Templates();
      console.log((await t.render(['{% for i in (1..3) %}{{ i | times: 2 }}{% endfor %}'], {}, { timeZone: 'UTC', language: 'en' }))[0]);
      try { Function('return 1')(); console.log('code'); } catch (error) { console.log(error.constructor.name); } await t.onModuleDestroy();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--disallow-code-generation-from-strings', '--input-type=module', '-e', script], { cwd: ROOT, env: { PATH: process.env.PATH } });
    expect(stdout.trim().split('\n')).toEqual(['246', 'EvalError']);
  });

  it('a drawing speaks its own grammar and no other, and every fault comes back with its path', async () => {
    const world = await AutomationWorld.create();
    try {
      const on = { kind: 'record', noun: 'contact', on: ['created'] };
      const draw = (graph: object) => world.as('owner').post('/api/v1/automation/workflows', { name: 'x', graph });
      const step = (more: object) => ({ trigger: on, steps: [{ key: 'a', ...more }], edges: [{ from: 'start', to: 'a' }] });
      const wrong: [object, string][] = [
        [step({ do: 'condition', where: { field: 'constructor', operator: 'eq', value: 1 } }), 'graph.steps[0].where'],
        [step({ do: 'condition', where: { field: 'stage', operator: 'toString', value: 'x' } }), 'graph.steps[0].where'],
        [step({ do: 'condition', where: { field: 'stage', operator: 'eq', value: 'lead', $where: 'this' } }), 'graph'],
        [step({ do: 'condition', where: '={{ $jmespath("x") }}' }), 'graph.steps[0].where'],
        [step({ do: 'constructor' }), 'graph.steps[0].do'],
        [step({ do: 'update', values: { stage: { from: 'record.constructor' } } }), 'graph.steps[0].values'],
        [step({ do: 'update', values: { hasOwnProperty: 1 } }), 'graph'],
        [step({ do: 'update', values: { createdAt: '2026-01-01T00:00:00Z' } }), 'graph.steps[0].values.createdAt'],
        [step({ do: 'act', verb: 'toString' }), 'graph.steps[0].verb'],
        [step({ do: 'http', url: 'file:///etc/passwd' }), 'graph.steps[0].url'],
        [step({ do: 'http', url: 'https://example.com', headers: { 'x-a': 'b\r\nx-b: c' } }), 'graph.steps[0].headers'],
        [{ trigger: on, steps: [{ key: 'constructor', do: 'wait', seconds: 1 }], edges: [] }, 'graph'],
        [{ trigger: { kind: 'schedule', cron: '0 9 * * *; rm', zone: 'UTC' }, steps: [], edges: [] }, 'graph.trigger.cron'],
      ];
      for (const [graph, at] of wrong) {
        const answer = await draw(graph);
        expect([JSON.stringify(graph), answer.statusCode, answer.json<{ errors: { at: string }[] }>().errors.map((error) => error.at)]).toEqual([JSON.stringify(graph), 400, expect.arrayContaining([at])]);
      }
      const polluted = await world.as('owner').post('/api/v1/automation/workflows', '{"name":"x","graph":{"trigger":{"kind":"button","__proto__":{"polluted":1}},"steps":[],"edges":[]}}', { headers: { 'content-type': 'application/json' } });
      expect([polluted.statusCode, ({} as { polluted?: unknown }).polluted]).toEqual([400, undefined]);
      // All at once.
      const many = await draw({
        trigger: { kind: 'record', noun: 'contract', on: ['created'] },
        steps: [{ key: 'a', do: 'wait' }, { key: 'b', do: 'assign', by: 'luck', among: {} }, { key: 'b', do: 'find', noun: 'contact', where: { field: 'stage', operator: 'eq', value: 'queen' } }, { key: 'lost', do: 'mail', to: 'x', subject: '' }, { key: 'round', do: 'wait', seconds: 5 }],
        edges: [{ from: 'start', to: 'a' }, { from: 'a', to: 'round' }, { from: 'round', to: 'a' }, { from: 'a', to: 'nowhere', on: 'maybe' }],
      });
      expect(many.json<{ errors: { at: string; rule: string }[] }>().errors.map(({ at, rule }) => `${at} ${rule}`)).toEqual(expect.arrayContaining([
        'graph.trigger.noun noun', 'graph.steps[0] wait', 'graph.steps[1].record record', 'graph.steps[1].among members', 'graph.steps[1].by choice', 'graph.steps[2].key unique', 'graph.steps[2].where choice',
        'graph.steps[3].subject required', 'graph.steps[3].body required', 'graph.steps[3] unreachable', 'graph.steps[0] cycle', 'graph.steps[4] cycle', 'graph.edges[3].to step', 'graph.edges[3].on outcome',
      ]));
    } finally {
      await world.close();
    }
  }, 60_000);
});
