import type { Sink } from '#test/webhooks/sink.js';
import type { TwoTenants } from '#test/worlds/two-tenants.js';

interface Answered {
  key: string;
  id: string;
}

/** What clients were told, to be held against what the database has and what the target got. */
export class ClientLog {
  readonly answered: Answered[] = [];
  /** By status; null is a connection that broke. */
  readonly refusals = new Map<number | null, number>();

  answer(key: string, body: string): void {
    this.answered.push({ key, id: (JSON.parse(body) as { id: string }).id });
  }

  refusal(status: number | null): void {
    this.refusals.set(status, (this.refusals.get(status) ?? 0) + 1);
  }

  /** Everything that is not as promised; nothing is the right answer. */
  async broken(world: TwoTenants, sink: Sink): Promise<string[]> {
    const { id: organizationId } = world.organizations.A;
    const rows = await world.inside('A', (tenancy) =>
      tenancy.read<{ id: string; key: string; entries: number }>({
        text: `SELECT c.id, c.last_name AS key, (SELECT count(*)::integer FROM ledger_entry e WHERE e.organization_id = c.organization_id AND e.subject = 'contact' AND e.record_id = c.id AND e.what = 'insert') AS entries
               FROM contact c WHERE c.organization_id = $1 AND c.last_name LIKE 'client-%'`,
        values: [organizationId],
      }),
    );
    const kept = new Map(rows.map((row) => [row.id, row]));
    const arrived = new Map<string, Set<string>>();
    for (const { id, said } of sink.at('/ledger')) arrived.set(String(said.data.id), (arrived.get(String(said.data.id)) ?? new Set()).add(id));
    const keys = rows.map(({ key }) => key);
    return [
      ...this.answered.filter(({ id }) => !kept.has(id)).map(({ key }) => `I1 ${key} was answered with 201 and is not in the database`),
      ...this.answered.filter(({ id, key }) => kept.get(id)?.key !== key && kept.has(id)).map(({ key }) => `I4 ${key} was answered with the record of another key`),
      ...keys.filter((key, n) => keys.indexOf(key) !== n).map((key) => `I4 ${key} was made twice`),
      ...rows.filter(({ entries }) => entries !== 1).map(({ key, entries }) => `I1 ${key} has ${entries} entries in the ledger`),
      ...rows.filter(({ id }) => !arrived.has(id)).map(({ key }) => `I2 ${key} was never told to the target`),
      ...[...arrived].filter(([, messages]) => messages.size > 1).map(([id, messages]) => `I2 ${id} was told as ${messages.size} different messages`),
      ...[...arrived.keys()].filter((id) => !kept.has(id)).map((id) => `I2 ${id} was told and is not in the database`),
    ];
  }
}
