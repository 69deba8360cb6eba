-- Who may sign in (account), and as which member of which organisations (membership). Both belong to the whole deployment.

CREATE TABLE account (
  id uuid NOT NULL DEFAULT uuidv7(),
  email text NOT NULL,
  email_key text NOT NULL GENERATED ALWAYS AS (lower(email COLLATE "C")) STORED,
  name text NOT NULL,
  password_hash text,
  status text NOT NULL DEFAULT 'active',
  super_admin boolean NOT NULL DEFAULT false,
  last_sign_in_at timestamptz,
  last_sign_in_from text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT account_pk PRIMARY KEY (id),
  CONSTRAINT account_email_unique UNIQUE (email_key),
  CONSTRAINT account_email_length CHECK (length(email) BETWEEN 3 AND 254),
  CONSTRAINT account_name_length CHECK (length(name) BETWEEN 1 AND 120),
  CONSTRAINT account_status_known CHECK (status IN ('active', 'suspended'))
);
GRANT SELECT, INSERT, UPDATE ON account TO crm_platform;

CREATE TABLE membership (
  organization_id uuid NOT NULL,
  account_id uuid NOT NULL,
  member_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT membership_pk PRIMARY KEY (organization_id, account_id),
  CONSTRAINT membership_member_unique UNIQUE (organization_id, member_id),
  CONSTRAINT membership_organization_fk FOREIGN KEY (organization_id) REFERENCES organization (id),
  CONSTRAINT membership_account_fk FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX membership_account ON membership (account_id, organization_id);
-- It names organisations, so it is sealed like a tenant's table; the one role that may pass is the one that signs people in.
ALTER TABLE membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE membership FORCE ROW LEVEL SECURITY;
CREATE POLICY platform ON membership TO crm_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON membership TO crm_platform;
