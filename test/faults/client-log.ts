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
    const [rows, entered] = await world.inside('A', (tenancy) => {
      const values = [world.organizations.A.id];
      // Joined here: after a crash the database knows too little of its tables to join them well.
      return Promise.all([
        tenancy.read<{ id: string; key: string }>({ text: `SELECT id, last_name AS key FROM contact WHERE organization_id = $1 AND last_name LIKE 'client-%'`, values }),
        tenancy.read<{ id: string; entries: number }>({ text: `SELECT record_id AS id, count(*)::integer AS entries FROM ledger_entry WHERE organization_id = $1 AND subject = 'contact' AND what = 'insert' GROUP BY record_id`, values }),
      ]);
    });
    const entries = new Map(entered.map((each) => [each.id, each.entries]));
    const kept = new Map(rows.map((row) => [row.id, row]));
    const arrived = new Map<string, Set<string>>();
    for (const { id, said } of sink.at('/ledger')) arrived.set(String(said.data.id), (arrived.get(String(said.data.id)) ?? new Set()).add(id));
    const untold = await this.whatBecameOf(world, rows.flatMap(({ id }) => (arrived.has(id) ? [] : [id])));
    const keys = rows.map(({ key }) => key);
    return [
      ...this.answered.filter(({ id }) => !kept.has(id)).map(({ key }) => `I1 ${key} was answered with 201 and is not in the database`),
      ...this.answered.filter(({ id, key }) => kept.get(id)?.key !== key && kept.has(id)).map(({ key }) => `I4 ${key} was answered with the record of another key`),
      ...keys.filter((key, n) => keys.indexOf(key) !== n).map((key) => `I4 ${key} was made twice`),
      ...rows.filter(({ id }) => entries.get(id) !== 1).map(({ id, key }) => `I1 ${key} has ${entries.get(id) ?? 0} entries in the ledger`),
      ...rows.filter(({ id }) => !arrived.has(id)).map(({ id, key }) => `I2 ${key} was never told to the target: ${untold.get(id) ?? 'no delivery'}`),
      ...[...arrived].filter(([, messages]) => messages.size > 1).map(([id, messages]) => `I2 ${id} was told as ${messages.size} different messages`),
      ...[...arrived.keys()].filter((id) => !kept.has(id)).map((id) => `I2 ${id} was told and is not in the database`),
    ];
  }

  /** Of the deliveries about these records. */
  private async whatBecameOf(world: TwoTenants, recordIds: readonly string[]): Promise<Map<string, string>> {
    if (recordIds.length === 0) return new Map();
    const [organizationId, some] = [world.organizations.A.id, recordIds.slice(0, 20)];
    const found = await world.inside('A', async (tenancy) => {
      const deliveries = await tenancy.read<{ id: string; recordId: string; say: string }>({ text: `SELECT id, record_id AS "recordId", concat_ws(' ', 'delivery', state, attempts) AS say FROM webhook_delivery WHERE organization_id = $1 AND record_id = ANY ($2)`, values: [organizationId, some] });
      const text = `SELECT about ->> 'deliveryId' AS id, concat_ws(' ', 'work', state, attempts, silences, next_at, outcome) AS say FROM work WHERE organization_id = $1 AND about ->> 'deliveryId' = ANY ($2)`;
      const work = new Map((await tenancy.read<{ id: string; say: string }>({ text, values: [organizationId, deliveries.map(({ id }) => id)] })).map((each) => [each.id, each.say]));
      return deliveries.map(({ id, recordId, say }) => ({ id: recordId, say: `${say} ${work.get(id) ?? 'no work'}` }));
    });
    return new Map(found.map(({ id, say }) => [id, say]));
  }
}
