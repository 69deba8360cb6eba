// Activities of two years, of which one in twenty is still to be done; written past the doors like the rest of the stage.
import { memberId, MEMBERS, organizationId, settle } from './world.mjs';

export async function addActivities(client, count) {
  const owners = Array.from({ length: MEMBERS }, (_, n) => memberId(1, n + 1));
  await client.query(`INSERT INTO activity (organization_id, id, title, kind, state, day, starts_at, starts_at_zone, duration, completed_at, owner_id, created_at, updated_at)
    SELECT $1, uuidv7(), 'Activity ' || n, (ARRAY['task', 'call', 'meeting', 'appointment'])[1 + n % 4], CASE WHEN n % 20 = 0 THEN 'open' ELSE 'done' END,
      CASE WHEN n % 2 = 0 THEN (now() - (n % 730) * interval '1 day')::date END, CASE WHEN n % 2 = 1 THEN now() - (n % 730) * interval '1 day' END, CASE WHEN n % 2 = 1 THEN 'UTC' END, 1800,
      CASE WHEN n % 20 <> 0 THEN now() - (n % 730) * interval '1 day' END, ($3::uuid[])[1 + n % cardinality($3)], now() - interval '2 years', now()
    FROM generate_series(1, $2::int) n`, [organizationId(1), count, owners]);
  await settle(client, 'activity');
}
