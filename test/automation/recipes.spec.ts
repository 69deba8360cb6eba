import { RECIPES } from '#automation/recipe/recipes.js';
import { STEP_TYPES } from '#automation/step/steps.js';
import { AutomationWorld } from './automation-world.js';

let world: AutomationWorld;
beforeAll(async () => {
  world = await AutomationWorld.create();
}, 60_000);
afterAll(() => world.close());

it('every recipe whose nouns are there can be made and published as it stands; the others are not offered', async () => {
  const { data } = await world.get<{ data: { key: string }[] }>('/automation/recipes');
  const keys = data.map(({ key }) => key);
  expect([RECIPES.length >= 12, keys.length >= 10, keys.includes('assign-lead'), keys.includes('escalate-ticket')]).toEqual([true, true, true, false]);
  for (const key of keys) {
    const made = await world.as('manager').post(`/api/v1/automation/recipes/${key}/workflows`);
    expect([key, made.statusCode, made.json<{ state?: string; errors?: object }>()]).toEqual([key, 201, expect.objectContaining({ state: 'draft' })]);
    const published = await world.as('manager').post(`/api/v1/automation/workflows/${made.json<{ id: string }>().id}/publish`);
    expect([key, published.statusCode, published.json<object>()]).toEqual([key, 200, expect.objectContaining({ state: 'on', runsAsId: world.tenants.organizations.A.members.manager })]);
  }
  expect((await world.as('manager').post('/api/v1/automation/recipes/escalate-ticket/workflows')).statusCode).toBe(404);
  expect((await world.as('rep').post('/api/v1/automation/recipes/assign-lead/workflows')).statusCode).toBe(403);
  const types = await world.get<{ data: { do: string }[] }>('/automation/step-types');
  expect(types.data.map((type) => type.do)).toEqual(STEP_TYPES.map(({ name }) => name));
});

it('what is drawn is shown to those who draw: others see that there is a workflow, and what becomes of it', async () => {
  const id = await world.workflow('secret', { trigger: { kind: 'button' }, steps: [{ key: 'call', do: 'http', url: 'https://example.com', headers: { 'x-tenant': 'hush' } }] });
  for (const by of ['rep', 'viewer', 'support'] as const) {
    for (const path of [`/automation/workflows/${id}`, `/automation/history/${id}/versions`]) {
      const seen = JSON.stringify(await world.get(path, by));
      expect([by, seen.includes(id) || seen.includes('"number":1'), seen.includes('hush')]).toEqual([by, true, false]);
    }
  }
  expect(JSON.stringify(await world.get(`/automation/history/${id}/versions`, 'manager'))).toContain('hush');
});
