import { Injectable } from '@nestjs/common';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import type { Entry } from '#platform/ledger/entry.js';
import { Listens, type Listener } from '#platform/ledger/listener.js';
import type { Plan } from '#platform/work/work.js';
import { runsWaitingFor } from '../run/run.query.js';
import { carryOn, startWorkflow } from '../run/run-work.js';
import { listeningWorkflows, type Listening } from '../workflow/workflow.query.js';
import { mayMatch, nameOf } from './match.js';

interface Waiting {
  id: string;
  turn: number;
  waitsFor: string;
  waitsOn: string | null;
}

/** Hears what happens, and plans the runs that may follow, and those that have waited for it. */
@Injectable()
@Listens()
export class Triggers implements Listener {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly registry: Registry,
  ) {}

  async wants(entries: readonly Entry[]): Promise<Plan[]> {
    const names = [...new Set(entries.map(nameOf).filter((name) => name !== null))];
    if (names.length === 0) return [];
    const [workflows, waiting] = await Promise.all([
      this.tenancy.read<Listening>(listeningWorkflows(currentOrganizationId())),
      this.tenancy.read<Waiting>(runsWaitingFor(currentOrganizationId(), names)),
    ]);
    return entries.flatMap((entry) => [...workflows.filter((workflow) => this.hears(workflow, entry)).map((workflow) => starting(workflow, entry)), ...waiting.filter((run) => isWaitedFor(run, entry)).map(goingOn)]);
  }

  private hears({ trigger, since }: Listening, entry: Entry): boolean {
    return entry.happenedAt >= since && mayMatch(trigger, entry, this.registry.find(entry.subject));
  }
}

function starting({ id, versionId }: Listening, entry: Entry): Plan {
  return { kind: startWorkflow, effectKey: `${id} ${entry.id}`, about: { workflowId: id, versionId, runId: uuidv7(), cause: 'entry', entryId: entry.id } };
}

function isWaitedFor({ waitsFor, waitsOn }: Waiting, entry: Entry): boolean {
  return nameOf(entry) === waitsFor && (waitsOn === null || waitsOn === entry.recordId);
}

function goingOn({ id, turn }: Waiting): Plan {
  return { kind: carryOn, effectKey: `${id} ${turn} happened`, about: { runId: id, turn, outcome: 'happened' } };
}
