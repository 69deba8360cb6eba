import type { ClientBase } from 'pg';
import { aligned } from './aligned.js';

interface Line {
  place: string;
  name: string;
  says: string;
}

/** Of every table and function: what stands between a role and the rows. The months of the ledger are shown as one, for as long as they are alike. */
const LINES = `
WITH thing AS (
  SELECT c.*, n.nspname || '.' || regexp_replace(c.relname, '_\\d{4}_\\d\\d$', '_<month>') AS place FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname !~ '^(pg_|information_schema$)'
), line AS (
  SELECT place, 1 AS part, 'row-level security' AS name,
    CASE WHEN relrowsecurity AND relforcerowsecurity THEN 'enabled, forced' WHEN relrowsecurity THEN 'enabled, NOT FORCED' ELSE 'none' END AS says FROM thing
  UNION ALL
  SELECT place, 2, polname, CASE WHEN polpermissive THEN 'permissive' ELSE 'restrictive' END
    || ' for ' || CASE polcmd WHEN '*' THEN 'all' WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' ELSE 'delete' END
    || ' to ' || CASE polroles WHEN '{0}' THEN 'public' ELSE polroles::regrole[]::text END
    || ' using ' || coalesce(pg_get_expr(polqual, thing.oid), 'none') || ' check ' || coalesce(pg_get_expr(polwithcheck, thing.oid), 'none')
  FROM thing JOIN pg_policy ON polrelid = thing.oid
  UNION ALL
  SELECT place, 3, coalesce(rolname, 'PUBLIC') || ' may', string_agg(lower(privilege_type), ', ' ORDER BY privilege_type)
  FROM thing, LATERAL aclexplode(relacl) LEFT JOIN pg_roles r ON r.oid = grantee WHERE grantee <> relowner GROUP BY thing.oid, 1, 2, rolname
  UNION ALL
  SELECT 'function ' || n.nspname || '.' || proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', 4, 'runs as', proowner::regrole::text
    || '; called by ' || coalesce((SELECT string_agg(coalesce(rolname, 'PUBLIC'), ', ' ORDER BY rolname) FROM aclexplode(proacl) LEFT JOIN pg_roles r ON r.oid = grantee WHERE grantee <> proowner),
      CASE WHEN proacl IS NULL THEN 'PUBLIC' ELSE 'nobody else' END)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE prosecdef AND n.nspname !~ '^(pg_|information_schema$)'
)
SELECT place, name, says FROM (SELECT DISTINCT * FROM line) alike ORDER BY place COLLATE "C", part, name COLLATE "C"`;

/** From the catalogue of a migrated database: what really holds, whichever migration said it. */
export async function policiesText(client: Pick<ClientBase, 'query'>): Promise<string> {
  const { rows } = await client.query<Line>(LINES);
  const places = [...new Set(rows.map(({ place }) => place))];
  const parts = places.map((place) => [place, ...aligned(rows.filter((row) => row.place === place).map(({ name, says }) => [name, says]))].join('\n'));
  return ['What stands between a role and the rows: security, policies and grants of each table, and functions that run with the rights of their owner.', ...parts].join('\n\n');
}
