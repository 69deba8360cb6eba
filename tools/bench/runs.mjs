// Runs of a workflow of five steps: what a worker and the database compute for each, from the entry in the ledger to the end of the run.
import { cpuMs, cpuMsOfFamily } from './stage.mjs';
import { organizationId } from './world.mjs';

const WARM_UP = 300;

const GRAPH = {
  trigger: { kind: 'record', noun: 'contact', on: ['created'], where: { field: 'jobTitle', operator: 'eq', value: 'Bench' } },
  steps: [
    { key: 'which', do: 'branch', cases: [{ name: 'lead', where: { field: 'stage', operator: 'eq', value: 'lead' } }] },
    { key: 'note', do: 'update', values: { firstName: 'Taken' } },
    { key: 'company', do: 'create', noun: 'company', values: { name: { from: 'record.lastName' } } },
    { key: 'check', do: 'condition', where: { field: 'firstName', operator: 'eq', value: 'Taken' } },
    { key: 'link', do: 'update', values: { companyId: { from: 'company.id' } } },
  ],
  edges: [{ from: 'start', to: 'which' }, { from: 'which', to: 'note', on: 'lead' }, { from: 'note', to: 'company' }, { from: 'company', to: 'check' }, { from: 'check', to: 'link', on: 'yes' }],
};

export async function runsPerSecond({ stage, worker, ask, runs }) {
  const { id } = await ask('POST', '/automation/workflows', { name: 'bench', graph: GRAPH });
  await ask('POST', `/automation/workflows/${id}/publish`);
  await make(ask, WARM_UP);
  await done(stage, WARM_UP);
  await stage.administrator.query('VACUUM ANALYZE');
  const postmaster = Number((await stage.administrator.query(`SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS pid`)).rows[0].pid);
  const before = [cpuMs(worker.pid), cpuMsOfFamily(postmaster)];
  await stage.pause(worker);
  await make(ask, runs);
  const made = cpuMsOfFamily(postmaster);
  const began = performance.now();
  stage.go(worker);
  await done(stage, WARM_UP + runs);
  const seconds = (performance.now() - began) / 1_000;
  await ask('POST', `/automation/workflows/${id}/switch-off`);
  return { rate: runs / seconds, nodeMs: (cpuMs(worker.pid) - before[0]) / runs, postgresMs: (cpuMsOfFamily(postmaster) - made) / runs };
}

async function make(ask, count) {
  for (let from = 0; from < count; from += 500) {
    const create = Array.from({ length: Math.min(500, count - from) }, (_, n) => ({ lastName: `Run ${from + n}`, jobTitle: 'Bench', stage: 'lead' }));
    await ask('POST', '/sales/contacts/bulk', { create });
  }
}

async function done({ administrator }, wanted) {
  for (let tries = 0; tries < 6_000; tries += 1) {
    const { rows: [{ done, others }] } = await administrator.query(`SELECT count(*) FILTER (WHERE state = 'done')::int AS done, count(*) FILTER (WHERE state <> 'done')::int AS others FROM workflow_run WHERE organization_id = $1`, [organizationId(1)]);
    if (done === wanted) return;
    if (tries > 5_990) throw new Error(`${done} of ${wanted} runs are done, ${others} are not.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
