-- Mails that leave, each a row before it is anything else: those of an organisation (mail) and those of the deployment about an account (account_mail).
-- `parameters` are encrypted, since links in mails open doors, and emptied as soon as the mail needs them no more.

CREATE TABLE mail (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  effect_key text NOT NULL,
  recipient text NOT NULL,
  language text NOT NULL,
  letter text NOT NULL,
  -- What an organisation writes to people because it wants to (message) may be refused by them; what they need or asked for (service) may not.
  purpose text NOT NULL DEFAULT 'service',
  parameters bytea,
  status text NOT NULL DEFAULT 'waiting',
  attempts integer NOT NULL DEFAULT 0,
  -- The server took the message and then fell silent: it may have arrived.
  doubtful boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  useful_until timestamptz NOT NULL,
  next_at timestamptz NOT NULL,
  claimed_until timestamptz,
  ended_at timestamptz,
  outcome text,
  CONSTRAINT mail_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT mail_effect_unique UNIQUE (organization_id, effect_key),
  CONSTRAINT mail_status_known CHECK (status IN ('waiting', 'sent', 'dropped', 'dead')),
  CONSTRAINT mail_purpose_known CHECK (purpose IN ('service', 'message')),
  CONSTRAINT mail_end CHECK ((status = 'waiting') = (ended_at IS NULL)),
  CONSTRAINT mail_keeps_no_secret CHECK (status = 'waiting' OR parameters IS NULL)
);
CREATE INDEX mail_waiting ON mail (organization_id, next_at) WHERE status = 'waiting';
ALTER TABLE mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON mail USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON mail AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE ON mail TO crm_app;
GRANT SELECT ON mail TO crm_definer;

CREATE TABLE account_mail (
  id uuid NOT NULL,
  effect_key text NOT NULL,
  recipient text NOT NULL,
  language text NOT NULL,
  letter text NOT NULL,
  purpose text NOT NULL DEFAULT 'service',
  parameters bytea,
  status text NOT NULL DEFAULT 'waiting',
  attempts integer NOT NULL DEFAULT 0,
  doubtful boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  useful_until timestamptz NOT NULL,
  next_at timestamptz NOT NULL,
  claimed_until timestamptz,
  ended_at timestamptz,
  outcome text,
  CONSTRAINT account_mail_pk PRIMARY KEY (id),
  CONSTRAINT account_mail_effect_unique UNIQUE (effect_key),
  CONSTRAINT account_mail_status_known CHECK (status IN ('waiting', 'sent', 'dropped', 'dead')),
  CONSTRAINT account_mail_purpose_known CHECK (purpose = 'service'),
  CONSTRAINT account_mail_end CHECK ((status = 'waiting') = (ended_at IS NULL)),
  CONSTRAINT account_mail_keeps_no_secret CHECK (status = 'waiting' OR parameters IS NULL)
);
CREATE INDEX account_mail_waiting ON account_mail (next_at) WHERE status = 'waiting';
GRANT SELECT, INSERT, UPDATE ON account_mail TO crm_platform;
