// The world of the bench: written past the doors by the administrator, since a million records are the stage and not the play.
const FIRST = 'Anna Thomas Maria Michael Andreas Peter Julia Stefan Laura Christian Sarah Daniel Lena José Chloé Jürgen Zoë Oliver Emma Noah Mia Leon Amelia Jack Isla George Sofía Mateo Diego Lucas'.split(' ');
const LAST = 'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann García Martínez López Smith Jones Taylor Brown Williams Evans Kowalski Nowak Rossi Ferrari Silva Santos Andersson Nilsson Ivanova'.split(' ');
const SYLLABLES = 'ba ko ri sten ma lo vi dra fel hu jan kel mor ni pos qua ru sa ti vor wen xi yor zan ber gard holm stein berg mann ski ova'.split(' ');

export const organizationId = (n) => `0193aaaa-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const memberId = (organization, n) => `0193bbbb-0000-7000-8000-${(organization * 100 + n).toString(16).padStart(12, '0')}`;

export const MEMBERS = 20;
export const TEAM = 5;

/** An organisation with members, a team and two roles; the first member owns, the second is a representative. */
export async function makePeople(client, rights, organization = 1) {
  const id = organizationId(organization);
  await client.query(`INSERT INTO member (organization_id, id, created_at, updated_at, name, email, status)
    SELECT $1, ('0193bbbb-0000-7000-8000-' || lpad(to_hex(${organization * 100} + n), 12, '0'))::uuid, now(), now(), 'Member ' || n, 'member' || n || '@bench${organization}.test', 'active' FROM generate_series(1, ${MEMBERS}) n`, [id]);
  await client.query(`INSERT INTO organization (id, slug, name, country, currency, time_zone, language, modules) VALUES ($1, 'bench-${organization}', 'Bench', 'DE', 'EUR', 'UTC', 'en', '{sales}')`, [id]);
  await client.query(`INSERT INTO account (id, email, name, password_hash) SELECT id, email, name, 'none' FROM member WHERE organization_id = $1`, [id]);
  await client.query(`INSERT INTO membership (organization_id, account_id, member_id) SELECT organization_id, id, id FROM member WHERE organization_id = $1`, [id]);
  await client.query(`INSERT INTO session (id, account_id, organization_id, member_id, methods, opened_at, proved_at, seen_at, idle_until, ends_at, place)
    SELECT account_id, account_id, organization_id, member_id, '{password}', now(), now(), now(), now() + interval '1 day', now() + interval '1 day', 'bench' FROM membership WHERE organization_id = $1`, [id]);
  await client.query(`WITH t AS (INSERT INTO team (organization_id, created_at, updated_at, name) VALUES ($1, now(), now(), 'Bench') RETURNING id)
    INSERT INTO team_member (organization_id, created_at, updated_at, team_id, member_id) SELECT $1, now(), now(), t.id, ('0193bbbb-0000-7000-8000-' || lpad(to_hex(${organization * 100} + n), 12, '0'))::uuid FROM t, generate_series(2, ${TEAM + 1}) n`, [id]);
  for (const [key, member] of [['owner', 1], ['sales-rep', 2]]) {
    await client.query(`WITH r AS (INSERT INTO role (organization_id, created_at, updated_at, key, name, rights) VALUES ($1, now(), now(), $2, $2, $3) RETURNING id)
      INSERT INTO member_role (organization_id, created_at, updated_at, member_id, role_id) SELECT $1, now(), now(), $4, r.id FROM r`, [id, key, JSON.stringify(rights[key]), memberId(organization, member)]);
  }
}

/** Contacts from..to (numbers over all organisations); `organization` is SQL for the number of the organisation of contact n. */
export async function addContacts(client, from, to, organization) {
  await client.query(`INSERT INTO contact (organization_id, id, created_at, updated_at, first_name, last_name, email, phone, phone_key, owner_id, stage, tags, job_title)
    SELECT o, uuidv7(make_interval(secs => -40000000 + n * 30)), now(), now(), f, l, lower(regexp_replace(search_normal(f || '.' || l), '[^a-z.]', '', 'g')) || n || '@mail' || n % 500 || '.example.com',
      '+49 30 ' || (1000000 + n), '+4930' || (1000000 + n), CASE WHEN big THEN ('0193bbbb-0000-7000-8000-' || lpad(to_hex(101 + n % ${MEMBERS}), 12, '0'))::uuid END,
      (ARRAY['prospect', 'lead', 'customer', 'former'])[1 + n / 7 % 4], CASE WHEN n % 20 = 0 THEN ARRAY['vip', 'tag' || n % 200] ELSE '{}' END, 'Job ' || n % 300
    FROM (SELECT n, ('0193aaaa-0000-7000-8000-' || lpad(to_hex(organization), 12, '0'))::uuid AS o, organization = 1 AS big, ($3::text[])[1 + floor(random() ^ 2 * cardinality($3))] AS f,
      CASE WHEN random() < 0.5 THEN ($4::text[])[1 + floor(random() ^ 2 * cardinality($4))] ELSE initcap(($5::text[])[1 + floor(random() * cardinality($5))] || ($5::text[])[1 + floor(random() * cardinality($5))] || ($5::text[])[1 + floor(random() * cardinality($5))]) END AS l
      FROM (SELECT n, (${organization})::int AS organization FROM generate_series($1::int, $2::int) n) numbered) made`, [from, to, FIRST, LAST, SYLLABLES]);
}

/** What the triggers would have kept, for all contacts at once. */
export async function addSearchAndTags(client) {
  await client.query(`INSERT INTO search_entry (organization_id, place, word, record_id)
    SELECT DISTINCT c.organization_id, place, w, c.id FROM contact c,
    LATERAL (VALUES ('contact.firstName', search_words('text', first_name)), ('contact.lastName', search_words('text', last_name)), ('contact.email', search_words('email', email)), ('contact.phone', search_words('phone', phone_key)), ('contact.jobTitle', search_words('text', job_title))) v(place, words), unnest(words) w
    ON CONFLICT DO NOTHING`);
  await client.query(`INSERT INTO search_word (organization_id, place, word) SELECT DISTINCT organization_id, place, word FROM search_entry WHERE place IN ('contact.firstName', 'contact.lastName', 'contact.jobTitle') AND char_length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]'`);
  await client.query(`INSERT INTO search_document (organization_id, record_id, entries) SELECT organization_id, record_id, array_agg(place || ' ' || word) FROM search_entry GROUP BY 1, 2`);
  await client.query(`INSERT INTO field_value (organization_id, resource, field, record_id, text_value) SELECT organization_id, 'contact', 'tags', id, tag FROM contact, unnest(tags) tag`);
}

/** As tables are that have stood for a while: rows just made cost every reader a look at whether they are there. */
export async function settle(client, tables) {
  // Postgres' own workers look at new rows, too, and keep them from being settled.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await client.query(`VACUUM ANALYZE ${tables}`);
}
