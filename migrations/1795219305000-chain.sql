-- The ledger of each organisation is chained by hash, so that whoever edits, removes, inserts or reorders entries is found out.

-- One link for many entries, in the ledger's order. `frames` are the digests of who, when and what; `contents` those of salt and
-- values, which erasing a person changes. `digest` covers all of it and the link before.
CREATE TABLE ledger_link (
  organization_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  number bigint NOT NULL,
  transaction bigint NOT NULL,
  entry_id uuid NOT NULL,
  entries uuid[] NOT NULL,
  frames bytea[] NOT NULL,
  contents bytea[] NOT NULL,
  digest bytea NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT ledger_link_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT ledger_link_number_unique UNIQUE (organization_id, number)
);
ALTER TABLE ledger_link ALTER COLUMN frames SET STORAGE EXTERNAL, ALTER COLUMN contents SET STORAGE EXTERNAL;
ALTER TABLE ledger_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_link FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ledger_link USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON ledger_link AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT ON ledger_link TO crm_app;

-- What the values of an entry are since a person was forgotten: told by the link with this number, which covers it.
CREATE TABLE ledger_erasure (
  organization_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  number bigint NOT NULL,
  entry_id uuid NOT NULL,
  content bytea NOT NULL,
  CONSTRAINT ledger_erasure_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT ledger_erasure_unique UNIQUE (organization_id, number, entry_id)
);
CREATE INDEX ledger_erasure_entry ON ledger_erasure (organization_id, entry_id, number);
ALTER TABLE ledger_erasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_erasure FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ledger_erasure USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON ledger_erasure AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT ON ledger_erasure TO crm_app;

-- How long the chain is known to be. It is kept where whoever works inside of an organisation cannot reach it, so that cutting off the
-- end of ledger and chain alike is found out, too.
CREATE TABLE ledger_head (
  organization_id uuid NOT NULL,
  number bigint NOT NULL,
  digest bytea NOT NULL,
  moved_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT ledger_head_pk PRIMARY KEY (organization_id)
);
GRANT SELECT, INSERT, UPDATE ON ledger_head TO crm_platform;
ALTER TABLE ledger_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_head FORCE ROW LEVEL SECURITY;
CREATE POLICY platform ON ledger_head TO crm_platform USING (true) WITH CHECK (true);
