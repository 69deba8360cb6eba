-- What happened (ledger), numbers without gaps (counter), and the values that filters on custom fields and tags look up.

-- Partitioned by the time that stands in the id, so that (organization_id, id) stays the key and old months can be set aside whole.
-- `before` and `after` are hashed apart from the rest and together with `salt`: erasing a person empties them, draws another salt, and
-- leaves the chain unbroken, and nobody can find out from the hash what stood there.
-- The number of a transaction, as the ledger counts. On another server Postgres begins low again: "prepare" then adds what is
-- missing (apps/console/database/ledger-order.ts), so that what is written next does not stand before what was read.
CREATE FUNCTION ledger_order(transaction xid8) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = 'pg_catalog', 'public' AS 'SELECT transaction::text::bigint + 0';

CREATE TABLE ledger_entry (
  organization_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  kind text NOT NULL,
  subject text NOT NULL,
  record_id uuid,
  what text NOT NULL,
  actor_id uuid,
  request_id text,
  reason text,
  changed text[] NOT NULL DEFAULT '{}',
  before jsonb,
  after jsonb,
  -- Of the record, once this has happened: whoever hears of it late knows that it is late.
  version integer,
  -- Whoever reads the ledger in the order of (transaction, id), and stays behind the oldest one that runs, misses nothing.
  transaction bigint NOT NULL DEFAULT ledger_order(pg_current_xact_id()),
  salt uuid NOT NULL DEFAULT gen_random_uuid(),
  CONSTRAINT ledger_entry_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT ledger_entry_kind_known CHECK (kind IN ('change', 'fact'))
) PARTITION BY RANGE (id);
CREATE INDEX ledger_entry_order ON ledger_entry (organization_id, transaction, id);
CREATE INDEX ledger_entry_record ON ledger_entry (organization_id, subject, record_id, id);
CREATE INDEX ledger_entry_actor ON ledger_entry (organization_id, actor_id, id);
CREATE INDEX ledger_entry_request ON ledger_entry (organization_id, request_id);
CREATE INDEX ledger_entry_fact ON ledger_entry (organization_id, what, id) WHERE kind = 'fact';
-- A net for entries of months that nobody has made a partition for: `migrate` makes them for a year ahead.
CREATE TABLE ledger_entry_rest PARTITION OF ledger_entry DEFAULT;
ALTER TABLE ledger_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ledger_entry USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON ledger_entry AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
ALTER TABLE ledger_entry_rest ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_entry_rest FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ledger_entry_rest USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON ledger_entry_rest AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT ON ledger_entry TO crm_app;
GRANT SELECT, INSERT ON ledger_entry TO crm_definer;
GRANT UPDATE (before, after, salt) ON ledger_entry TO crm_definer;

-- How far each follower has read the ledger of the organisation.
CREATE TABLE ledger_cursor (
  organization_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  follower text NOT NULL,
  transaction bigint NOT NULL,
  entry_id uuid NOT NULL,
  moved_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT ledger_cursor_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT ledger_cursor_follower_unique UNIQUE (organization_id, follower)
);
ALTER TABLE ledger_cursor ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_cursor FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ledger_cursor USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON ledger_cursor AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE ON ledger_cursor TO crm_app;
GRANT SELECT ON ledger_cursor TO crm_definer;

CREATE TABLE counter (
  organization_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  series text NOT NULL,
  last bigint NOT NULL,
  CONSTRAINT counter_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT counter_series_unique UNIQUE (organization_id, series)
);
ALTER TABLE counter ENABLE ROW LEVEL SECURITY;
ALTER TABLE counter FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON counter USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON counter AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE ON counter TO crm_app;

-- The row stays locked until the transaction ends: the next number waits, and a rolled-back one is given again.
CREATE FUNCTION next_counter(organization uuid, wanted text) RETURNS bigint LANGUAGE sql SET search_path = 'pg_catalog', 'public' AS $$
  INSERT INTO counter (organization_id, series, last) VALUES (organization, wanted, 1)
  ON CONFLICT (organization_id, series) DO UPDATE SET last = counter.last + 1 RETURNING last
$$;

CREATE TABLE field_value (
  organization_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  resource text NOT NULL,
  field text NOT NULL,
  record_id uuid NOT NULL,
  text_value text,
  number_value double precision,
  time_value timestamptz,
  flag_value boolean,
  CONSTRAINT field_value_pk PRIMARY KEY (organization_id, id)
);
CREATE INDEX field_value_record ON field_value (organization_id, resource, record_id);
-- Unique and whole, so that Postgres knows a record to be there once and reads the page it needs from this index, in order, and no more.
CREATE UNIQUE INDEX field_value_text ON field_value (organization_id, resource, field, text_value, record_id);
CREATE INDEX field_value_number ON field_value (organization_id, resource, field, number_value, record_id) WHERE number_value IS NOT NULL;
CREATE INDEX field_value_time ON field_value (organization_id, resource, field, time_value, record_id) WHERE time_value IS NOT NULL;
CREATE INDEX field_value_flag ON field_value (organization_id, resource, field, flag_value, record_id) WHERE flag_value IS NOT NULL;
-- As on every noun's table: one plan serves all organisations, and must suit the large ones.
ALTER TABLE field_value ALTER COLUMN organization_id SET (n_distinct = 50);
ALTER TABLE field_value ENABLE ROW LEVEL SECURITY;
ALTER TABLE field_value FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON field_value USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON field_value AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, DELETE ON field_value TO crm_app;

-- TG_ARGV: the noun's name, then its columns that hold tags. `custom` holds the organisation's own fields; they stand in the mirror
-- as custom.<key>, so that no column's name is theirs. What is selected is that of mirrorRows() in libs/kernel/field/mirror.ts.
CREATE FUNCTION mirror_field_values() RETURNS trigger LANGUAGE plpgsql SET search_path = 'pg_catalog', 'public' AS $$
DECLARE
  old_values jsonb := '{}';
  new_values jsonb := '{}';
  tags text;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    IF OLD.custom <> '{}' THEN SELECT jsonb_object_agg('custom.' || c.key, c.value) INTO old_values FROM jsonb_each(OLD.custom) c; END IF;
    FOREACH tags IN ARRAY TG_ARGV[1:] LOOP old_values := old_values || jsonb_build_object(tags, to_jsonb(OLD) -> tags); END LOOP;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    IF NEW.custom <> '{}' THEN SELECT jsonb_object_agg('custom.' || c.key, c.value) INTO new_values FROM jsonb_each(NEW.custom) c; END IF;
    FOREACH tags IN ARRAY TG_ARGV[1:] LOOP new_values := new_values || jsonb_build_object(tags, to_jsonb(NEW) -> tags); END LOOP;
  END IF;
  IF old_values = new_values THEN RETURN NULL; END IF;
  IF old_values <> '{}' THEN
    DELETE FROM field_value v WHERE v.organization_id = OLD.organization_id AND v.resource = TG_ARGV[0] AND v.record_id = OLD.id
      AND v.field IN (SELECT o.key FROM jsonb_each(old_values) o WHERE o.value IS DISTINCT FROM new_values -> o.key);
    new_values := coalesce((SELECT jsonb_object_agg(n.key, n.value) FROM jsonb_each(new_values) n WHERE n.value IS DISTINCT FROM old_values -> n.key), '{}');
  END IF;
  INSERT INTO field_value (organization_id, resource, record_id, field, text_value, number_value, time_value, flag_value)
  SELECT DISTINCT NEW.organization_id, TG_ARGV[0], NEW.id, mirrored.* FROM (
    SELECT field.key AS field,
      CASE jsonb_typeof(one.value) WHEN 'string' THEN one.value #>> '{}' WHEN 'object' THEN one.value ->> 'currency' END AS text_value,
      CASE jsonb_typeof(one.value) WHEN 'number' THEN (one.value #>> '{}')::double precision
        WHEN 'object' THEN CASE jsonb_typeof(one.value -> 'amount') WHEN 'number' THEN (one.value ->> 'amount')::double precision END END AS number_value,
      CASE WHEN jsonb_typeof(one.value) = 'string' AND one.value #>> '{}' ~ '^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\.\d{6}Z)?$'
        AND pg_input_is_valid(one.value #>> '{}', 'timestamptz')
        THEN (CASE length(one.value #>> '{}') WHEN 10 THEN (one.value #>> '{}') || 'T00:00:00Z' ELSE one.value #>> '{}' END)::timestamptz END AS time_value,
      CASE jsonb_typeof(one.value) WHEN 'boolean' THEN (one.value #>> '{}')::boolean END AS flag_value
    FROM jsonb_each(new_values) AS field,
      jsonb_array_elements(CASE jsonb_typeof(field.value) WHEN 'array' THEN field.value ELSE jsonb_build_array(field.value) END) AS one
    WHERE jsonb_typeof(one.value) <> 'null') mirrored;
  RETURN NULL;
END $$;
