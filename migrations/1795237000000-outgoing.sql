-- Credential, declared in libs/automation/credential/credential.ts
CREATE TABLE "credential" (
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
  "value" bytea,
  "hosts" jsonb NOT NULL,
  "description" text,
  CONSTRAINT "credential_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "credential_name_check" CHECK (length("name") <= 60),
  CONSTRAINT "credential_description_check" CHECK (length("description") <= 2000)
);
CREATE INDEX "credential_name_index" ON "credential" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "credential_name_live" ON "credential" (organization_id, "name") WHERE deleted_at IS NULL;
ALTER TABLE "credential" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "credential" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "credential" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "credential" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "credential" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('credential', 'value');
CREATE TRIGGER "field_values" AFTER INSERT ON "credential" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('credential');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "credential" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('credential');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "credential" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('credential');
ALTER TABLE "credential" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "credential" FORCE ROW LEVEL SECURITY;

-- MailServer, declared in libs/platform/mail/server/mail-server.ts
CREATE TABLE "mail_server" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "host" text COLLATE "unicode" NOT NULL,
  "port" bigint NOT NULL DEFAULT 587,
  "security" text COLLATE "unicode" NOT NULL DEFAULT 'starttls',
  "user_name" text COLLATE "unicode",
  "credential" bytea,
  "sender_address" text COLLATE "unicode" NOT NULL,
  "sender_address_key" text GENERATED ALWAYS AS (lower("sender_address" COLLATE "C")) STORED,
  "sender_name" text COLLATE "unicode" NOT NULL,
  "active" boolean NOT NULL DEFAULT false,
  "answer" text COLLATE "unicode",
  "answered_at" timestamptz,
  "failing_since" timestamptz,
  "dkim_name" text COLLATE "unicode",
  "dkim_text" text,
  "dkim_seal" bytea,
  "next_name" text COLLATE "unicode",
  "next_text" text,
  "next_seal" bytea,
  "dns_finding" text COLLATE "unicode",
  CONSTRAINT "mail_server_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "mail_server_host_check" CHECK (length("host") <= 253),
  CONSTRAINT "mail_server_security_check" CHECK ("security" IN ('starttls', 'tls')),
  CONSTRAINT "mail_server_user_name_check" CHECK (length("user_name") <= 200),
  CONSTRAINT "mail_server_sender_address_check" CHECK (length("sender_address") <= 254),
  CONSTRAINT "mail_server_sender_name_check" CHECK (length("sender_name") <= 80),
  CONSTRAINT "mail_server_answer_check" CHECK (length("answer") <= 500),
  CONSTRAINT "mail_server_dkim_name_check" CHECK (length("dkim_name") <= 330),
  CONSTRAINT "mail_server_dkim_text_check" CHECK (length("dkim_text") <= 2000),
  CONSTRAINT "mail_server_next_name_check" CHECK (length("next_name") <= 330),
  CONSTRAINT "mail_server_next_text_check" CHECK (length("next_text") <= 2000),
  CONSTRAINT "mail_server_dns_finding_check" CHECK (length("dns_finding") <= 700)
);
CREATE INDEX "mail_server_host_index" ON "mail_server" (organization_id, "host", id) WHERE deleted_at IS NULL;
CREATE INDEX "mail_server_sender_address_key_index" ON "mail_server" (organization_id, "sender_address_key", id) WHERE deleted_at IS NULL;
CREATE INDEX "mail_server_sender_name_index" ON "mail_server" (organization_id, "sender_name", id) WHERE deleted_at IS NULL;
CREATE INDEX "mail_server_active_index" ON "mail_server" (organization_id, "active", id) WHERE deleted_at IS NULL;
CREATE INDEX "mail_server_failing_since_index" ON "mail_server" (organization_id, "failing_since", id) WHERE deleted_at IS NULL;
ALTER TABLE "mail_server" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "mail_server" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "mail_server" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "mail_server" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "mail_server" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('mailServer', 'credential', 'sender_address_key', 'dkim_seal', 'next_seal');
CREATE TRIGGER "field_values" AFTER INSERT ON "mail_server" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('mailServer');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "mail_server" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('mailServer');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "mail_server" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('mailServer');
ALTER TABLE "mail_server" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "mail_server" FORCE ROW LEVEL SECURITY;
