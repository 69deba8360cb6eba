-- What the authorisation server has given out, and what members have agreed to.

-- Whatever the server keeps for a while: codes, tokens, what belongs together as a grant, a sign-in under way. Found by the hash
-- of what its holder shows; what it says is encrypted.
CREATE TABLE oauth_artifact (
  kind text NOT NULL,
  hash bytea NOT NULL,
  grant_hash bytea,
  uid_hash bytea,
  organization_id uuid,
  member_id uuid,
  client_id text,
  payload bytea NOT NULL,
  created_at timestamptz NOT NULL,
  consumed_at timestamptz,
  expires_at timestamptz NOT NULL,
  CONSTRAINT oauth_artifact_pk PRIMARY KEY (kind, hash)
);
CREATE INDEX oauth_artifact_grant ON oauth_artifact (grant_hash) WHERE grant_hash IS NOT NULL;
CREATE INDEX oauth_artifact_uid ON oauth_artifact (uid_hash) WHERE uid_hash IS NOT NULL;
CREATE INDEX oauth_artifact_client ON oauth_artifact (organization_id, client_id, member_id);
CREATE INDEX oauth_artifact_expiry ON oauth_artifact (expires_at);
ALTER TABLE oauth_artifact ENABLE ROW LEVEL SECURITY;
ALTER TABLE oauth_artifact FORCE ROW LEVEL SECURITY;
CREATE POLICY platform ON oauth_artifact TO crm_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON oauth_artifact TO crm_platform;

-- What a member has agreed that an application may do: not asked for again.
CREATE TABLE oauth_consent (
  id uuid NOT NULL DEFAULT uuidv7(),
  organization_id uuid NOT NULL,
  member_id uuid NOT NULL,
  account_id uuid NOT NULL,
  client_id text NOT NULL,
  client_name text NOT NULL,
  scopes text[] NOT NULL,
  given_at timestamptz NOT NULL,
  used_at timestamptz NOT NULL,
  CONSTRAINT oauth_consent_pk PRIMARY KEY (id),
  CONSTRAINT oauth_consent_once UNIQUE (organization_id, member_id, client_id),
  CONSTRAINT oauth_consent_account_fk FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX oauth_consent_account ON oauth_consent (account_id);
ALTER TABLE oauth_consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE oauth_consent FORCE ROW LEVEL SECURITY;
CREATE POLICY platform ON oauth_consent TO crm_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON oauth_consent TO crm_platform;
