-- WebhookSubscription, declared in libs/platform/webhooks/webhook-subscription.ts
CREATE TABLE "webhook_subscription" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "url" text COLLATE "unicode" NOT NULL,
  "url_domain" text,
  "description" text COLLATE "unicode",
  "events" jsonb NOT NULL,
  "active" boolean NOT NULL DEFAULT true,
  "paused_because" text COLLATE "unicode",
  "owner_id" uuid,
  "issued_at" timestamptz,
  "former_until" timestamptz,
  "seal" bytea,
  "former_seal" bytea,
  CONSTRAINT "webhook_subscription_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "webhook_subscription_url_check" CHECK (length("url") <= 2000 AND "url" ~ '^https?://'),
  CONSTRAINT "webhook_subscription_description_check" CHECK (length("description") <= 200),
  CONSTRAINT "webhook_subscription_paused_because_check" CHECK ("paused_because" IN ('owner', 'gone', 'failing')),
  CONSTRAINT "webhook_subscription_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "webhook_subscription_url_domain_index" ON "webhook_subscription" (organization_id, "url_domain", id) WHERE deleted_at IS NULL;
CREATE INDEX "webhook_subscription_active_index" ON "webhook_subscription" (organization_id, "active", id) WHERE deleted_at IS NULL;
CREATE INDEX "webhook_subscription_paused_because_index" ON "webhook_subscription" (organization_id, "paused_because", id) WHERE deleted_at IS NULL;
CREATE INDEX "webhook_subscription_owner_id_index" ON "webhook_subscription" (organization_id, "owner_id", id);
ALTER TABLE "webhook_subscription" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "webhook_subscription" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "webhook_subscription" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "webhook_subscription" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "webhook_subscription" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('webhookSubscription', 'seal', 'former_seal');
CREATE TRIGGER "field_values" AFTER INSERT ON "webhook_subscription" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('webhookSubscription');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "webhook_subscription" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('webhookSubscription');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "webhook_subscription" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('webhookSubscription');
ALTER TABLE "webhook_subscription" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "webhook_subscription" FORCE ROW LEVEL SECURITY;

-- WebhookEndpoint, declared in libs/platform/webhooks/webhook-endpoint.ts
CREATE TABLE "webhook_endpoint" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "name" text COLLATE "unicode" NOT NULL,
  "active" boolean NOT NULL DEFAULT true,
  "address" text COLLATE "unicode",
  "seal" bytea,
  CONSTRAINT "webhook_endpoint_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "webhook_endpoint_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "webhook_endpoint_address_check" CHECK (length("address") <= 40)
);
CREATE INDEX "webhook_endpoint_name_index" ON "webhook_endpoint" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "webhook_endpoint_active_index" ON "webhook_endpoint" (organization_id, "active", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "webhook_endpoint_address_live" ON "webhook_endpoint" (organization_id, "address") WHERE deleted_at IS NULL;
ALTER TABLE "webhook_endpoint" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "webhook_endpoint" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "webhook_endpoint" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "webhook_endpoint" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "webhook_endpoint" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('webhookEndpoint', 'seal');
CREATE TRIGGER "field_values" AFTER INSERT ON "webhook_endpoint" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('webhookEndpoint');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "webhook_endpoint" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('webhookEndpoint');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "webhook_endpoint" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('webhookEndpoint');
ALTER TABLE "webhook_endpoint" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "webhook_endpoint" FORCE ROW LEVEL SECURITY;
