-- The first floor: who the organisations are (global) and the answers kept for repeated requests (tenant).

CREATE TABLE organization (
  id uuid NOT NULL DEFAULT uuidv7(),
  slug text NOT NULL,
  name text NOT NULL,
  country text NOT NULL,
  currency text NOT NULL,
  time_zone text NOT NULL,
  language text NOT NULL,
  status text NOT NULL DEFAULT 'active',
  modules text[] NOT NULL,
  -- Its people come in through its own identity provider, and no other way.
  federated_only boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT organization_pk PRIMARY KEY (id),
  CONSTRAINT organization_slug_form CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  CONSTRAINT organization_name_length CHECK (length(name) BETWEEN 1 AND 200),
  CONSTRAINT organization_country_form CHECK (country ~ '^[A-Z]{2}$'),
  CONSTRAINT organization_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT organization_status_known CHECK (status IN ('active', 'suspended', 'closed'))
);
-- People choose by it among their own organisations alone. Were it unique, whoever is refused one would know of somebody else's.
CREATE INDEX organization_slug ON organization (slug, id);
GRANT SELECT, INSERT, UPDATE ON organization TO crm_platform;

CREATE TABLE idempotency_key (
  organization_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  actor_id uuid NOT NULL,
  key text NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  fingerprint text NOT NULL,
  status integer NOT NULL,
  content_type text,
  headers text,
  body text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT idempotency_key_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT idempotency_key_unique UNIQUE (organization_id, actor_id, key)
);
CREATE INDEX idempotency_key_expiry ON idempotency_key (organization_id, expires_at);
ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_key FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON idempotency_key USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON idempotency_key AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_key TO crm_app;
GRANT SELECT, DELETE ON idempotency_key TO crm_definer;
