// A pipeline of many deals, written past the doors like the rest of the stage.
import { memberId, MEMBERS, organizationId, settle } from './world.mjs';

const STAGES = ['Qualification', 'Needs analysis', 'Proposal', 'Negotiation', 'Won', 'Lost'];

/** In organisation 1, with every column of the board filled; the id of the pipeline. */
export async function addDeals(client, count) {
  const organization = organizationId(1);
  const { rows } = await client.query(`INSERT INTO pipeline (organization_id, name, position, created_at, updated_at) VALUES ($1, 'Bench', 1, now(), now()) RETURNING id`, [organization]);
  const [{ id: pipeline }] = rows;
  await client.query(`INSERT INTO stage (organization_id, pipeline_id, name, position, kind, probability, category, created_at, updated_at)
    SELECT $1, $2, s.name, s.place, CASE s.name WHEN 'Won' THEN 'won' WHEN 'Lost' THEN 'lost' ELSE 'open' END, CASE s.name WHEN 'Won' THEN 100 WHEN 'Lost' THEN 0 ELSE s.place * 20 END, 'pipeline', now(), now() FROM unnest($3::text[]) WITH ORDINALITY AS s (name, place)`, [organization, pipeline, STAGES]);
  await client.query(`INSERT INTO company (organization_id, name, owner_id, stage, created_at, updated_at) SELECT $1, 'Company ' || n, $2, 'prospect', now(), now() FROM generate_series(1, 1000) n`, [organization, memberId(1, 1)]);
  await client.query(`INSERT INTO opportunity (organization_id, id, name, company_id, pipeline_id, stage_id, amount, amount_currency, probability, outcome, closed_at, stage_since, closing_amount, closing_amount_currency, rank, owner_id, expected_close, created_at, updated_at)
    SELECT $1, uuidv7(), 'Deal ' || n, c.ids[1 + n % 1000], $2, s.id, n * 100, CASE WHEN n % 10 = 0 THEN 'USD' ELSE 'EUR' END, s.probability, s.kind, CASE WHEN s.kind <> 'open' THEN now() END, now(), CASE WHEN s.kind <> 'open' THEN n * 100 END, CASE WHEN s.kind <> 'open' THEN 'EUR' END,
      'zd' || lpad(n::text, 9, '0') || 'i', ($4::uuid[])[1 + n % cardinality($4)], current_date + n % 200, now(), now()
    FROM generate_series(1, $3::int) n JOIN LATERAL (SELECT * FROM stage WHERE organization_id = $1 AND pipeline_id = $2 AND position = 1 + n % 6) s ON true, (SELECT array_agg(id) AS ids FROM company WHERE organization_id = $1) c`, [organization, pipeline, count, Array.from({ length: MEMBERS }, (_, n) => memberId(1, n + 1))]);
  await client.query(`INSERT INTO exchange_rate (organization_id, currency, day, rate, created_at, updated_at) VALUES ($1, 'USD', current_date - 3, '0.9231', now(), now())`, [organization]);
  await settle(client, 'opportunity, stage, company');
  return pipeline;
}
