import type { ClientBase } from 'pg';
import { DEFINERS } from './prepare.js';

/** Tables that belong to no organisation. Each needs a reason to be here; `crm_app` has no grant on any of them. */
export const GLOBAL_TABLES = [
  'organization', 'account', 'membership', 'session', 'refresh_token', 'signing_key', 'factor', 'recovery_code', 'challenge', 'account_event', 'account_mail', 'account_link', 'address_change', 'oauth_artifact', 'oauth_consent', 'verified_domain', 'federated_identity', 'lease', 'ledger_head', 'schema_migration', 'seal_key',
];

const SERVING = ['crm_app', 'crm_platform'];
const BYPASSING = ['crm_definer'];

interface Question {
  asks: string;
  sql: string;
}

const OURS = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname !~ '^(pg_|information_schema)' AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.objid = c.oid AND x.deptype = 'e')`;
const TABLE = `${OURS} AND c.relkind IN ('r', 'p')`;
const TENANT_TABLE = `${TABLE} AND c.relname <> ALL ($1)`;
const CARRIES_TENANT = `EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id')`;
const TENANT_POLICY = '(organization_id = current_org())';

/** Each answers with what breaks the promise that organisations are sealed from each other; no rows is the right answer. */
const QUESTIONS: Question[] = [
  {
    asks: 'Tenant tables carry organization_id, first, uuid and not null',
    sql: `SELECT c.oid::regclass::text AS found FROM ${TENANT_TABLE} AND NOT EXISTS (SELECT 1 FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND a.attnum = 1 AND a.attnotnull AND a.atttypid = 'uuid'::regtype)`,
  },
  {
    asks: 'Row-level security is enabled and forced wherever an organisation stands',
    sql: `SELECT c.oid::regclass::text AS found FROM ${TABLE} AND (c.relname <> ALL ($1) OR ${CARRIES_TENANT}) AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
  },
  {
    asks: 'Tenant tables have the one policy, and a restrictive fence of the same text',
    sql: `SELECT c.oid::regclass::text || ' lacks its ' || CASE WHEN permissive THEN 'policy' ELSE 'fence' END AS found
          FROM (SELECT c.* FROM ${TENANT_TABLE}) c, unnest(array[true, false]) permissive
          WHERE NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*' AND p.polroles = '{0}' AND p.polpermissive = permissive
            AND pg_get_expr(p.polqual, c.oid) = '${TENANT_POLICY}' AND pg_get_expr(p.polwithcheck, c.oid) = '${TENANT_POLICY}')`,
  },
  {
    asks: 'No other policy stands on a tenant table',
    sql: `SELECT c.oid::regclass::text || '.' || p.polname AS found FROM pg_policy p, LATERAL (SELECT c.oid FROM ${TENANT_TABLE} AND c.oid = p.polrelid) c
          WHERE pg_get_expr(p.polqual, c.oid) IS DISTINCT FROM '${TENANT_POLICY}' OR pg_get_expr(p.polwithcheck, c.oid) IS DISTINCT FROM '${TENANT_POLICY}'`,
  },
  {
    asks: 'A global table that names organisations has one policy, for crm_platform alone, and a primary key',
    sql: `SELECT c.oid::regclass::text AS found FROM (SELECT c.* FROM ${TABLE} AND c.relname = ANY ($1) AND ${CARRIES_TENANT}) c
          WHERE (SELECT array_agg(p.polroles || '{}'::oid[]) FROM pg_policy p WHERE p.polrelid = c.oid) IS DISTINCT FROM array[array['crm_platform'::regrole::oid]]
          OR NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')`,
  },
  {
    asks: 'The primary key of a tenant table is (organization_id, id)',
    sql: `SELECT c.oid::regclass::text AS found FROM ${TENANT_TABLE} AND NOT c.relispartition AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p'
          AND k.conkey[1] = (SELECT attnum FROM pg_attribute WHERE attrelid = c.oid AND attname = 'organization_id'))`,
  },
  {
    asks: 'Every index and unique constraint of a tenant table starts with the organisation',
    sql: `SELECT i.indexrelid::regclass::text AS found FROM pg_index i, LATERAL (SELECT c.oid FROM ${TENANT_TABLE} AND c.oid = i.indrelid) c
          WHERE i.indkey[0] IS DISTINCT FROM (SELECT attnum FROM pg_attribute WHERE attrelid = c.oid AND attname = 'organization_id')`,
  },
  {
    asks: 'Foreign keys between tenant tables carry the organisation on both sides, and never null it',
    sql: `SELECT f.conname::text AS found FROM pg_constraint f
          JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attname = 'organization_id' JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attname = 'organization_id'
          WHERE f.contype = 'f' AND (f.confdeltype IN ('n', 'd') OR NOT EXISTS (SELECT 1 FROM generate_subscripts(f.conkey, 1) i WHERE f.conkey[i] = a.attnum AND f.confkey[i] = b.attnum))`,
  },
  {
    asks: 'Foreign keys have an index that covers them',
    sql: `SELECT f.conname::text AS found FROM pg_constraint f WHERE f.contype = 'f' AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = f.conrelid
          AND (string_to_array(i.indkey::text, ' ')::int2[])[1:cardinality(f.conkey)] @> f.conkey)`,
  },
  {
    asks: 'Serving roles bypass nothing, own nothing, create nothing and are members of nothing',
    sql: `SELECT r.rolname::text AS found FROM pg_roles r WHERE r.rolname = ANY ($2) AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication
          OR EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid) OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid)
          OR has_schema_privilege(r.oid, 'public', 'CREATE') OR has_database_privilege(r.oid, current_database(), 'TEMP'))`,
  },
  {
    asks: 'Only the reviewed roles bypass row-level security, and nobody can become them',
    sql: `SELECT r.rolname::text AS found FROM pg_roles r WHERE r.rolbypassrls AND NOT r.rolsuper AND r.rolname <> ALL ($3)
          UNION ALL SELECT m.member::regrole::text || ' may become ' || m.roleid::regrole::text FROM pg_auth_members m
          WHERE m.roleid::regrole::text = ANY ($3) AND NOT (SELECT rolsuper FROM pg_roles WHERE oid = m.member)`,
  },
  {
    asks: 'crm_platform has no privilege on a tenant table, crm_app none on a global one',
    sql: `SELECT c.oid::regclass::text || ' is open to ' || role AS found FROM (SELECT c.*, n.nspname FROM ${TABLE}) c, unnest($2::text[]) role,
          unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) privilege
          WHERE has_table_privilege(role, c.oid, privilege) AND (privilege IN ('TRUNCATE', 'REFERENCES', 'TRIGGER') OR (c.relname = ANY ($1)) = (role = 'crm_app') OR c.relispartition)`,
  },
  {
    asks: 'Definer functions are on the reviewed list, pin their search path and are closed to PUBLIC',
    sql: `SELECT p.oid::regprocedure::text AS found FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef AND n.nspname !~ '^(pg_|information_schema)'
          AND (p.proname <> ALL ($4) OR has_function_privilege('public', p.oid, 'EXECUTE') OR NOT EXISTS (SELECT 1 FROM unnest(coalesce(p.proconfig, '{}')) x WHERE x LIKE 'search_path=%'))`,
  },
  {
    asks: 'Functions pin their search path and none claims to be leakproof',
    sql: `SELECT p.oid::regprocedure::text AS found FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname !~ '^(pg_|information_schema)'
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
          AND (p.proleakproof OR NOT EXISTS (SELECT 1 FROM unnest(coalesce(p.proconfig, '{}')) x WHERE x LIKE 'search_path=%'))`,
  },
  {
    asks: 'No view runs with its owner\'s rights, and nothing that row-level security cannot bind is readable',
    sql: `SELECT c.oid::regclass::text AS found FROM ${OURS} AND ((c.relkind = 'v' AND NOT coalesce(c.reloptions::text, '') ~* 'security_invoker=(1|true|on|yes)')
          OR (c.relkind IN ('m', 'f') AND has_table_privilege('crm_app', c.oid, 'SELECT')))`,
  },
  {
    asks: 'No sequence counts the rows of all organisations together',
    sql: `SELECT c.oid::regclass::text || '.' || a.attname AS found FROM ${TENANT_TABLE.replace('WHERE', 'JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE')}
          AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) ~ 'nextval')`,
  },
  {
    asks: 'No trigger is disabled, no rule rewrites, no constraint is left unvalidated',
    sql: `SELECT tgrelid::regclass::text || '.' || tgname AS found FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'
          UNION ALL SELECT ev_class::regclass::text FROM pg_rewrite WHERE rulename <> '_RETURN' AND ev_class::regclass::text !~ '^(pg_|information_schema)'
          UNION ALL SELECT conname::text FROM pg_constraint WHERE NOT convalidated`,
  },
  {
    asks: 'No scope is preset, and serving roles wait only so long',
    sql: `SELECT 'preset scope' AS found FROM pg_db_role_setting WHERE setconfig::text ~ 'app\\.scope|row_security=off'
          UNION ALL SELECT role || ' lacks ' || x FROM unnest($2::text[]) role, unnest(array['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) x
          WHERE NOT EXISTS (SELECT 1 FROM pg_db_role_setting s WHERE s.setrole = role::regrole AND s.setconfig::text LIKE '%' || x || '%')`,
  },
  {
    asks: 'Nobody who serves reads what others are running',
    sql: `SELECT role AS found FROM unnest($2::text[]) role WHERE has_table_privilege(role, 'pg_catalog.pg_stat_activity', 'SELECT')
          OR has_function_privilege(role, 'pg_catalog.pg_stat_get_activity(integer)', 'EXECUTE') OR has_function_privilege(role, 'pg_catalog.pg_stat_get_backend_activity(integer)', 'EXECUTE')`,
  },
];

/** Asks the catalogue; run by a test after every migration and by the process at boot. */
export async function tenancyViolations(client: Pick<ClientBase, 'query'>): Promise<string[]> {
  const answers: string[] = [];
  const values = [GLOBAL_TABLES, SERVING, BYPASSING, Object.keys(DEFINERS)];
  for (const { asks, sql } of QUESTIONS) {
    const used = values.map((value, index) => (sql.includes(`$${index + 1}`) ? value : null));
    const { rows } = await client.query<{ found: string }>(renumber(sql), used.filter((value) => value !== null));
    answers.push(...rows.map(({ found }) => `${asks}: ${found}`));
  }
  return answers;
}

/** The server refuses parameters that a statement does not use, so each gets only its own, in order. */
function renumber(sql: string): string {
  const numbers = [...new Set(sql.match(/\$\d/g))].sort();
  return sql.replaceAll(/\$\d/g, (number) => `$${numbers.indexOf(number) + 1}`);
}
