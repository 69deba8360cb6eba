-- What members are told (notification), how they want to be told (notification_choice), and browsers that may be woken (push_subscription).

CREATE TABLE notification (
  organization_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  member_id uuid NOT NULL,
  type text NOT NULL,
  -- Told twice, it stands here once.
  effect_key text NOT NULL,
  subject text,
  record_id uuid,
  actor_id uuid,
  note text,
  created_at timestamptz NOT NULL,
  read_at timestamptz,
  -- It goes with the next digest.
  in_digest boolean NOT NULL DEFAULT false,
  CONSTRAINT notification_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT notification_effect_unique UNIQUE (organization_id, member_id, effect_key)
);
CREATE INDEX notification_member ON notification (organization_id, member_id, id);
CREATE INDEX notification_unread ON notification (organization_id, member_id, id) WHERE read_at IS NULL;
ALTER TABLE notification ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON notification USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON notification AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON notification TO crm_app;

CREATE TABLE notification_choice (
  organization_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  member_id uuid NOT NULL,
  -- By type and channel; what is not said is as the type says.
  channels jsonb NOT NULL,
  quiet_from text,
  quiet_until text,
  digest_at text,
  CONSTRAINT notification_choice_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT notification_choice_member_unique UNIQUE (organization_id, member_id),
  CONSTRAINT notification_choice_quiet CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
);
ALTER TABLE notification_choice ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification_choice FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON notification_choice USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON notification_choice AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE ON notification_choice TO crm_app;

-- Where a browser can be reached, encrypted: whoever knows it may wake it.
CREATE TABLE push_subscription (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  endpoint_digest bytea NOT NULL,
  sealed bytea NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT push_subscription_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT push_subscription_endpoint_unique UNIQUE (organization_id, member_id, endpoint_digest)
);
ALTER TABLE push_subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE push_subscription FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON push_subscription USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON push_subscription AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, DELETE ON push_subscription TO crm_app;
