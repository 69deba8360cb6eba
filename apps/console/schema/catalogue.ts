import type { ClientBase } from 'pg';
import type { Registry } from '#kernel/resource/registry.js';
import { createSchema } from './ddl.js';

/** One thing that a noun's table has, as the catalogue prints it. */
export interface Part {
  table: string;
  kind: 'table' | 'column' | 'required' | 'default' | 'constraint' | 'foreign key' | 'index' | 'policy' | 'trigger' | 'grant' | 'security';
  name: string;
  definition: string;
}

/** What the nouns declare and what the database has; null where there is none. */
export interface Difference extends Omit<Part, 'definition'> {
  declared: string | null;
  found: string | null;
}

type Client = Pick<ClientBase, 'query'>;

const DRAFT = 'declared_schema';

/**
 * $1 is the schema, $2 the tables of declared nouns; tables that write to the ledger belong to nouns too, even if none declares them any more.
 * A comment that begins with "by hand" or "retired" spares an object: a human keeps it, or it waits for its removal.
 */
const PARTS = `
WITH noun AS (
  SELECT c.* FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r'
    AND (c.relname = ANY ($2) OR EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgfoid = to_regproc('public.record_in_ledger')))
    AND coalesce(obj_description(c.oid, 'pg_class'), '') !~ '^(by hand|retired)'
), col AS (
  SELECT n.relname, a.*, coalesce(col_description(n.oid, a.attnum), '') ~ '^(by hand|retired)' AS spared, pg_get_expr(d.adbin, d.adrelid) AS expression
  FROM noun n JOIN pg_attribute a ON a.attrelid = n.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = n.oid AND d.adnum = a.attnum
), spared AS (
  SELECT attrelid, array_agg(attnum) AS columns FROM col WHERE spared GROUP BY attrelid
), con AS (
  SELECT n.relname, k.* FROM noun n JOIN pg_constraint k ON k.conrelid = n.oid LEFT JOIN spared s ON s.attrelid = n.oid
  WHERE coalesce(obj_description(k.oid, 'pg_constraint'), '') !~ '^(by hand|retired)' AND NOT coalesce(k.conkey && s.columns, false)
)
SELECT relname AS table, 'table' AS kind, relname AS name, '' AS definition FROM noun
UNION ALL SELECT relname, 'column', attname, format_type(atttypid, atttypmod)
  || coalesce((SELECT ' COLLATE ' || quote_ident(collname) FROM pg_collation WHERE oid = attcollation AND collname <> 'default'), '')
  || CASE WHEN attgenerated <> '' THEN ' GENERATED ALWAYS AS (' || expression || ')' || CASE attgenerated WHEN 's' THEN ' STORED' ELSE '' END ELSE '' END
  || CASE attidentity WHEN '' THEN '' ELSE ' IDENTITY' END FROM col WHERE NOT spared
UNION ALL SELECT relname, 'required', attname, 'NOT NULL' || CASE WHEN EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = attrelid
  AND k.contype = 'n' AND k.conkey[1] = attnum AND NOT k.convalidated) THEN ' NOT VALID' ELSE '' END FROM col WHERE attnotnull AND NOT (spared AND expression IS NOT NULL)
UNION ALL SELECT relname, 'default', attname, expression FROM col WHERE attgenerated = '' AND expression IS NOT NULL AND NOT spared
UNION ALL SELECT relname, CASE contype WHEN 'f' THEN 'foreign key' ELSE 'constraint' END, conname, pg_get_constraintdef(oid) FROM con WHERE contype <> 'n'
UNION ALL SELECT n.relname, 'index', c.relname, pg_get_indexdef(c.oid, 0, true) || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END
  FROM noun n JOIN pg_index i ON i.indrelid = n.oid JOIN pg_class c ON c.oid = i.indexrelid LEFT JOIN spared s ON s.attrelid = n.oid
  WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')) AND NOT coalesce(i.indkey::int2[] && s.columns, false)
    AND coalesce(obj_description(c.oid, 'pg_class'), '') !~ '^(by hand|retired)'
UNION ALL SELECT n.relname, 'policy', p.polname, CASE WHEN p.polpermissive THEN '' ELSE 'AS RESTRICTIVE ' END || CASE p.polcmd WHEN '*' THEN '' ELSE 'FOR ' || p.polcmd::text || ' ' END
  || CASE p.polroles WHEN '{0}' THEN '' ELSE 'TO ' || p.polroles::regrole[]::text || ' ' END
  || 'USING (' || coalesce(pg_get_expr(p.polqual, n.oid), '') || ') WITH CHECK (' || coalesce(pg_get_expr(p.polwithcheck, n.oid), '') || ')'
  FROM noun n JOIN pg_policy p ON p.polrelid = n.oid
UNION ALL SELECT n.relname, 'trigger', t.tgname, pg_get_triggerdef(t.oid, true) || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' DISABLED' END
  FROM noun n JOIN pg_trigger t ON t.tgrelid = n.oid AND NOT t.tgisinternal WHERE coalesce(obj_description(t.oid, 'pg_trigger'), '') !~ '^(by hand|retired)'
UNION ALL SELECT n.relname, 'grant', coalesce(r.rolname, 'PUBLIC') || ' ' || g.privilege_type, '' FROM noun n, LATERAL aclexplode(n.relacl) g LEFT JOIN pg_roles r ON r.oid = g.grantee
  WHERE g.grantee <> n.relowner
UNION ALL SELECT relname, 'security', 'enabled', '' FROM noun WHERE relrowsecurity
UNION ALL SELECT relname, 'security', 'forced', '' FROM noun WHERE relforcerowsecurity`;

/**
 * What the nouns want, in the catalogue's own words: their tables are made in a schema aside and taken back.
 * Needs an administrator's client outside of a transaction, and the functions that the hand-written migrations make.
 */
export async function declaredParts(client: Client, registry: Registry): Promise<Part[]> {
  await client.query('BEGIN');
  try {
    await client.query(`CREATE SCHEMA ${DRAFT}`);
    await client.query(`SET LOCAL search_path = ${DRAFT}, public`);
    await client.query(createSchema(registry));
    return await parts(client, DRAFT, registry);
  } finally {
    await client.query('ROLLBACK');
  }
}

/** What the database has; may be asked within a transaction. */
export async function foundParts(client: Client, registry: Registry): Promise<Part[]> {
  return parts(client, 'public', registry);
}

async function parts(client: Client, schema: string, registry: Registry): Promise<Part[]> {
  const { rows } = await client.query<Part>(PARTS, [schema, registry.resources.map(({ table }) => table)]);
  return rows;
}

export function differencesBetween(declared: readonly Part[], found: readonly Part[]): Difference[] {
  const key = ({ table, kind, name }: Omit<Part, 'definition'>): string => `${table}\n${kind}\n${name}`;
  const byKey = new Map(found.map((part) => [key(part), part]));
  const differences: Difference[] = [];
  for (const { definition, ...part } of declared) {
    const other = byKey.get(key(part))?.definition ?? null;
    byKey.delete(key(part));
    if (other !== definition) differences.push({ ...part, declared: definition, found: other });
  }
  const extra = [...byKey.values()].map(({ definition, ...part }) => ({ ...part, declared: null, found: definition }));
  return withoutConsequences([...differences, ...extra]);
}

/** A table or a column that is missing or too many says so once, without all that hangs on it. */
function withoutConsequences(differences: readonly Difference[]): Difference[] {
  const oneSided = differences.filter(({ declared, found }) => declared === null || found === null);
  const tables = new Set(oneSided.filter(({ kind }) => kind === 'table').map(({ table }) => table));
  const columns = oneSided.filter(({ kind }) => kind === 'column');
  return differences.filter((difference) => {
    if (difference.kind === 'table') return true;
    return !tables.has(difference.table) && !columns.some((column) => column.table === difference.table && hangsOn(difference, column));
  });
}

function hangsOn({ kind, name, declared }: Difference, column: Difference): boolean {
  if (kind === 'required' || kind === 'default') return name === column.name;
  return declared === null && (kind === 'constraint' || kind === 'foreign key' || kind === 'index') && name.startsWith(`${column.table}_${column.name}_`);
}

/** "contact.fax (column) is declared and missing in the database." */
export function sayDifference({ table, kind, name, declared, found }: Difference): string {
  const what = kind === 'table' ? `${table} (table)` : `${table}.${name} (${kind})`;
  if (found === null) return `${what} is declared and missing in the database.`;
  if (declared === null) return `${what} is in the database and no noun declares it.`;
  return `${what} is declared as ${declared} and is ${found}.`;
}

/** Empty when the registry and the migrated database agree. Needs an administrator's client outside of a transaction. */
export async function schemaDifferences(client: Client, registry: Registry): Promise<string[]> {
  return differencesBetween(await declaredParts(client, registry), await foundParts(client, registry)).map(sayDifference);
}
