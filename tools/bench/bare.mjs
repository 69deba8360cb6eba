// What the bars are measured against: Fastify and pg with prepared statements on the same columns, and no security of any kind.
import Fastify from 'fastify';
import pg from 'pg';

const { DATABASE_URL, ORGANIZATION, OWNER } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const app = Fastify();

const COLUMNS = `id, created_at AS "createdAt", created_by AS "createdBy", updated_at AS "updatedAt", updated_by AS "updatedBy", deleted_at AS "deletedAt", version,
  full_name AS "fullName", first_name AS "firstName", last_name AS "lastName", email, phone, job_title AS "jobTitle", company_id AS "companyId", owner_id AS "ownerId", stage,
  credit_limit AS "creditLimit", tags`;
const LIVE = 'FROM bare.contact WHERE organization_id = $1 AND deleted_at IS NULL';

app.get('/ping', () => ({ ok: true }));
app.get('/contacts', async () => {
  const { rows } = await pool.query({ name: 'list', text: `SELECT ${COLUMNS} ${LIVE} ORDER BY id DESC LIMIT 50`, values: [ORGANIZATION] });
  return { data: rows };
});
app.get('/contacts/names', async () => {
  const { rows } = await pool.query({ name: 'names', text: `SELECT id, last_name AS "lastName", email ${LIVE} ORDER BY id DESC LIMIT 50`, values: [ORGANIZATION] });
  return { data: rows };
});
app.get('/contacts/customers', async () => {
  const { rows } = await pool.query({ name: 'customers', text: `SELECT ${COLUMNS} ${LIVE} AND stage = 'customer' ORDER BY last_name, id LIMIT 50`, values: [ORGANIZATION] });
  return { data: rows };
});
app.get('/contacts/:id', async ({ params }) => {
  const { rows } = await pool.query({ name: 'get', text: `SELECT ${COLUMNS} ${LIVE} AND id = $2`, values: [ORGANIZATION, params.id] });
  return rows[0];
});
app.post('/contacts', async ({ body }) => {
  const { rows } = await pool.query({
    name: 'create',
    text: `INSERT INTO bare.contact (organization_id, created_at, updated_at, first_name, last_name, email, phone, owner_id, stage, tags) VALUES ($1, now(), now(), $2, $3, $4, $5, $6, 'prospect', '{}') RETURNING ${COLUMNS}`,
    values: [ORGANIZATION, body.firstName, body.lastName, body.email, body.phone, OWNER],
  });
  return rows[0];
});
app.patch('/contacts/:id', async ({ params, body }) => {
  const { rows } = await pool.query({ name: 'update', text: `UPDATE bare.contact SET job_title = $3, updated_at = now(), version = version + 1 WHERE organization_id = $1 AND id = $2 RETURNING ${COLUMNS}`, values: [ORGANIZATION, params.id, body.jobTitle] });
  return rows[0];
});

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
