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
  -- Sessions that were opened before this moment may not enter the organisation any more: its administrators ended them.
  sessions_from timestamptz NOT NULL DEFAULT '-infinity',
  -- May come in without the identity provider of the organisation, when that fails.
  break_glass boolean NOT NULL DEFAULT false,
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
GRANT SELECT, INSERT, UPDATE, DELETE ON membership TO crm_platform;

-- A signed-in device. Every access token names one, and is worth nothing once it has ended.
CREATE TABLE session (
  id uuid NOT NULL DEFAULT uuidv7(),
  account_id uuid NOT NULL,
  -- Where it stands now: switching moves it.
  organization_id uuid,
  member_id uuid,
  -- Opened by the word of that organisation's identity provider, whose word counts nowhere else.
  confined_to uuid,
  methods text[] NOT NULL,
  opened_at timestamptz NOT NULL,
  -- When the person last proved who they are, and when they last did so with a second factor.
  proved_at timestamptz NOT NULL,
  factor_at timestamptz,
  seen_at timestamptz NOT NULL,
  idle_until timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_because text,
  place text NOT NULL,
  device text,
  CONSTRAINT session_pk PRIMARY KEY (id),
  CONSTRAINT session_account_fk FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT session_organization_fk FOREIGN KEY (organization_id) REFERENCES organization (id),
  CONSTRAINT session_stays_where_confined CHECK (confined_to IS NULL OR (organization_id IS NOT NULL AND organization_id = confined_to)),
  CONSTRAINT session_stands_somewhere CHECK ((organization_id IS NULL) = (member_id IS NULL)),
  CONSTRAINT session_end_has_reason CHECK ((ended_at IS NULL) = (ended_because IS NULL))
);
CREATE INDEX session_account ON session (account_id, opened_at);
CREATE INDEX session_organization ON session (organization_id, member_id);
CREATE INDEX session_ends ON session (ends_at);
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
ALTER TABLE session FORCE ROW LEVEL SECURITY;
CREATE POLICY platform ON session TO crm_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO crm_platform;

-- One chain per session: each token is used once, for its successor. Only hashes are kept; the successor is sealed with
-- the token that it follows, so that whoever lost the answer gets the same one again, and the database opens none.
CREATE TABLE refresh_token (
  hash bytea NOT NULL,
  session_id uuid NOT NULL,
  issued_at timestamptz NOT NULL,
  used_at timestamptz,
  successor bytea,
  CONSTRAINT refresh_token_pk PRIMARY KEY (hash),
  CONSTRAINT refresh_token_session_fk FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE,
  CONSTRAINT refresh_token_use CHECK (successor IS NULL OR used_at IS NOT NULL)
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON refresh_token TO crm_platform;

-- Keys that sign tokens, the private half encrypted. A new one is shown before it signs, an old one is shown until its last token has ended.
CREATE TABLE signing_key (
  id text NOT NULL,
  public_key text NOT NULL,
  private_key bytea NOT NULL,
  created_at timestamptz NOT NULL,
  signs_from timestamptz NOT NULL,
  CONSTRAINT signing_key_pk PRIMARY KEY (id)
);
GRANT SELECT, INSERT, DELETE ON signing_key TO crm_platform;

-- What a person has beside the password.
CREATE TABLE factor (
  id uuid NOT NULL DEFAULT uuidv7(),
  account_id uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  last_used_at timestamptz,
  secret bytea,
  last_step bigint,
  credential_id text,
  public_key bytea,
  uses bigint,
  transports text[],
  backed_up boolean,
  CONSTRAINT factor_pk PRIMARY KEY (id),
  CONSTRAINT factor_account_fk FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT factor_credential_unique UNIQUE (credential_id),
  CONSTRAINT factor_name_length CHECK (length(name) BETWEEN 1 AND 80),
  CONSTRAINT factor_is_whole CHECK (CASE kind WHEN 'totp' THEN secret IS NOT NULL WHEN 'passkey' THEN credential_id IS NOT NULL AND public_key IS NOT NULL AND uses IS NOT NULL END)
);
CREATE INDEX factor_account ON factor (account_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON factor TO crm_platform;

CREATE TABLE recovery_code (
  account_id uuid NOT NULL,
  hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz,
  CONSTRAINT recovery_code_pk PRIMARY KEY (account_id, hash),
  CONSTRAINT recovery_code_account_fk FOREIGN KEY (account_id) REFERENCES account (id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_code TO crm_platform;

-- Something begun that the same person must finish soon: a sign-in that waits for its second factor, a passkey ceremony.
CREATE TABLE challenge (
  id uuid NOT NULL DEFAULT uuidv7(),
  purpose text NOT NULL,
  hash bytea NOT NULL,
  account_id uuid,
  session_id uuid,
  data jsonb NOT NULL,
  failures integer NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  CONSTRAINT challenge_pk PRIMARY KEY (id),
  CONSTRAINT challenge_hash_unique UNIQUE (hash),
  CONSTRAINT challenge_account_fk FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT challenge_session_fk FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);
CREATE INDEX challenge_account ON challenge (account_id);
CREATE INDEX challenge_session ON challenge (session_id);
CREATE INDEX challenge_expiry ON challenge (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON challenge TO crm_platform;

-- What happened to an account, whichever organisation it was in or none; its person can read it. Never changed.
CREATE TABLE account_event (
  id uuid NOT NULL DEFAULT uuidv7(),
  account_id uuid,
  happened_at timestamptz NOT NULL,
  what text NOT NULL,
  request_id text NOT NULL,
  session_id uuid,
  place text,
  device text,
  data jsonb NOT NULL,
  CONSTRAINT account_event_pk PRIMARY KEY (id),
  CONSTRAINT account_event_account_fk FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX account_event_account ON account_event (account_id, id);
GRANT SELECT, INSERT ON account_event TO crm_platform;
