// Connected clients that all watch the same noun, and how long a change takes to each of them.
import { io } from 'socket.io-client';
import { percentile } from './webhooks.mjs';
import { organizationId } from './world.mjs';

const PER_MEMBER = 25;
const FIRST_EXTRA = 21;
const AT_ONCE = 50;

/** Owners beside those who are there, since a member may have so many connections and no more. */
export async function addMembers(client, sockets) {
  const last = FIRST_EXTRA + Math.ceil(sockets / PER_MEMBER) - 1;
  const id = organizationId(1);
  await client.query(`INSERT INTO member (organization_id, id, created_at, updated_at, name, email, status)
    SELECT $1, ('0193bbbb-0000-7000-8000-' || lpad(to_hex(100 + n), 12, '0'))::uuid, now(), now(), 'Member ' || n, 'member' || n || '@many.test', 'active' FROM generate_series(${FIRST_EXTRA}, $2::int) n`, [id, last]);
  const added = `FROM member WHERE organization_id = $1 AND email LIKE '%@many.test'`;
  await client.query(`INSERT INTO account (id, email, name, password_hash) SELECT id, email, name, 'none' ${added}`, [id]);
  await client.query(`INSERT INTO membership (organization_id, account_id, member_id) SELECT organization_id, id, id ${added}`, [id]);
  await client.query(`INSERT INTO session (id, account_id, organization_id, member_id, methods, opened_at, proved_at, seen_at, idle_until, ends_at, place)
    SELECT id, id, organization_id, id, '{password}', now(), now(), now(), now() + interval '1 day', now() + interval '1 day', 'bench' ${added}`, [id]);
  await client.query(`INSERT INTO member_role (organization_id, created_at, updated_at, member_id, role_id) SELECT $1, now(), now(), m.id, r.id FROM (SELECT id ${added}) m, role r WHERE r.organization_id = $1 AND r.key = 'owner'`, [id]);
  return Array.from({ length: last - FIRST_EXTRA + 1 }, (_, n) => [1, FIRST_EXTRA + n]);
}

export async function connectAll(port, tokens, count, heard) {
  const sockets = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const more = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, n) => io(`http://127.0.0.1:${port}`, { path: '/api/v1/live', transports: ['websocket'], forceNew: true, reconnection: false, auth: { token: tokens[Math.floor((from + n) / PER_MEMBER)] } }));
    await Promise.all(more.map(async (socket) => {
      await new Promise((resolve, reject) => socket.once('welcome', resolve).once('connect_error', reject));
      const answer = await socket.timeout(30_000).emitWithAck('watch', { noun: 'contact' });
      if (!answer.ok) throw new Error(JSON.stringify(answer));
      socket.on('change', ({ record }) => heard(record));
    }));
    sockets.push(...more);
  }
  return sockets;
}

/** Of each change, how long after the answer to its write it came to each socket, in milliseconds. */
export async function delivery({ ask, port, tokens, ids, count, changes }) {
  const heard = [];
  const sockets = await connectAll(port, tokens, count, (record) => heard.push([record?.id, record?.version, performance.now()]));
  const at = new Map();
  for (let n = 0; n < changes; n += 1) {
    const { id, version } = await ask('PATCH', `/sales/contacts/${ids[n]}`, { jobTitle: `Live ${n}` });
    at.set(`${id} ${version}`, performance.now());
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  for (const socket of sockets) socket.disconnect();
  const times = heard.flatMap(([id, version, when]) => (at.has(`${id} ${version}`) ? [when - at.get(`${id} ${version}`)] : [])).sort((a, b) => a - b);
  return { p95: percentile(times, 0.95), missed: count * changes - times.length };
}

