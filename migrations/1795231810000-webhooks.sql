-- What is told to targets outside (webhook_delivery), how such a target has taken it so far (webhook_target), and what came from outside (webhook_receipt).

-- One row for each message to each subscription; its id is the webhook-id, the same at every attempt. Values are not kept: each
-- attempt reads the record anew. `transaction` and `entry_id` are its place in the ledger: deliveries about a record wait for each other in this order.
-- `open_until`: until when an attempt under way counts as one.
CREATE TABLE webhook_delivery (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  subscription_id uuid NOT NULL,
  transaction bigint NOT NULL,
  entry_id uuid NOT NULL,
  type text NOT NULL,
  noun text,
  record_id uuid,
  what text NOT NULL,
  changed text[] NOT NULL,
  happened_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  attempts integer NOT NULL DEFAULT 0,
  round integer NOT NULL DEFAULT 0,
  tries jsonb NOT NULL DEFAULT '[]',
  open_until timestamptz,
  next_at timestamptz,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  CONSTRAINT webhook_delivery_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT webhook_delivery_subscription_fk FOREIGN KEY (organization_id, subscription_id) REFERENCES webhook_subscription (organization_id, id),
  CONSTRAINT webhook_delivery_state_known CHECK (state IN ('waiting', 'delivered', 'failed', 'skipped')),
  CONSTRAINT webhook_delivery_end CHECK ((state = 'waiting') = (ended_at IS NULL))
);
CREATE INDEX webhook_delivery_log ON webhook_delivery (organization_id, subscription_id, id);
CREATE INDEX webhook_delivery_order ON webhook_delivery (organization_id, subscription_id, record_id, transaction, entry_id) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_open ON webhook_delivery (organization_id, subscription_id) WHERE open_until IS NOT NULL;
CREATE INDEX webhook_delivery_ended ON webhook_delivery (organization_id, ended_at) WHERE ended_at IS NOT NULL;
ALTER TABLE webhook_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_delivery FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON webhook_delivery USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON webhook_delivery AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_delivery TO crm_app;

-- `id` is that of the subscription. Apart from it, since what changes at every failure is not worth an entry in the ledger.
CREATE TABLE webhook_target (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  failures integer NOT NULL DEFAULT 0,
  failing_since timestamptz,
  rests_until timestamptz,
  CONSTRAINT webhook_target_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT webhook_target_subscription_fk FOREIGN KEY (organization_id, id) REFERENCES webhook_subscription (organization_id, id)
);
ALTER TABLE webhook_target ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_target FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON webhook_target USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON webhook_target AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_target TO crm_app;

-- What somebody outside has told us, word for word. `message_id` is theirs: what came before is known by it.
CREATE TABLE webhook_receipt (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  message_id text NOT NULL,
  body text NOT NULL,
  received_at timestamptz NOT NULL,
  CONSTRAINT webhook_receipt_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT webhook_receipt_message_unique UNIQUE (organization_id, endpoint_id, message_id),
  CONSTRAINT webhook_receipt_endpoint_fk FOREIGN KEY (organization_id, endpoint_id) REFERENCES webhook_endpoint (organization_id, id)
);
CREATE INDEX webhook_receipt_received ON webhook_receipt (organization_id, received_at);
ALTER TABLE webhook_receipt ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_receipt FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON webhook_receipt USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON webhook_receipt AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, DELETE ON webhook_receipt TO crm_app;
