import { Injectable } from '@nestjs/common';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { byId, Gathered } from '#platform/work/gathered.js';
import type { Graph } from '../graph/graph.js';
import { graphsOfVersions, standingsOfWorkflows, type Standing } from '../workflow/workflow.query.js';
import { findRuns, ledgerEntries, type LedgerRow, type Run } from './run.query.js';

const MOST_GRAPHS = 500;

/** What runs begin with, or go on with: read together for all that do so at the same moment. */
@Injectable()
export class Beginnings {
  /** Versions never change. */
  private readonly graphs = new Map<string, Graph>();
  private readonly standings = new Gathered((keys: readonly string[]) => this.readStandings(keys));
  private readonly entries = new Gathered(async (ids: readonly string[]) => byId(await this.tenancy.read<LedgerRow>(ledgerEntries(currentOrganizationId(), ids))));
  private readonly runs = new Gathered(async (ids: readonly string[]) => byId(await this.tenancy.read<Run>(findRuns(currentOrganizationId(), ids))));

  constructor(private readonly tenancy: Tenancy) {}

  standing(workflowId: string, versionId: string): Promise<Standing | undefined> {
    return this.standings.ask(`${workflowId} ${versionId}`);
  }

  entry(id: string): Promise<LedgerRow | undefined> {
    return this.entries.ask(id);
  }

  run(id: string): Promise<Run | undefined> {
    return this.runs.ask(id);
  }

  private async readStandings(keys: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
    const asked = keys.map((key) => key.split(' ') as [string, string]);
    const unknown = [...new Set(asked.map(([, versionId]) => versionId))].filter((id) => !this.graphs.has(id));
    const [standings] = await Promise.all([
      this.tenancy.read<Omit<Standing, 'graph'> & { id: string; askedId: string }>(standingsOfWorkflows(currentOrganizationId(), asked)),
      unknown.length > 0 && this.readGraphs(unknown),
    ]);
    return new Map(standings.map(({ id, askedId, ...standing }) => [`${id} ${askedId}`, { ...standing, graph: this.graphs.get(askedId)! }]));
  }

  private async readGraphs(versionIds: readonly string[]): Promise<void> {
    const found = await this.tenancy.read<{ id: string; graph: Graph }>(graphsOfVersions(currentOrganizationId(), versionIds));
    if (this.graphs.size + found.length > MOST_GRAPHS) this.graphs.clear();
    for (const { id, graph } of found) this.graphs.set(id, graph);
  }
}
