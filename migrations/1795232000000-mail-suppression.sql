-- MailSuppression, declared in libs/platform/mail/suppression/mail-suppression.ts
CREATE TABLE "mail_suppression" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "email" text COLLATE "unicode" NOT NULL,
  "email_key" text GENERATED ALWAYS AS (lower("email" COLLATE "C")) STORED,
  "because" text COLLATE "unicode" NOT NULL DEFAULT 'decided',
  "note" text,
  CONSTRAINT "mail_suppression_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "mail_suppression_email_check" CHECK (length("email") <= 254),
  CONSTRAINT "mail_suppression_because_check" CHECK ("because" IN ('bounced', 'complained', 'unsubscribed', 'decided')),
  CONSTRAINT "mail_suppression_note_check" CHECK (length("note") <= 1000)
);
CREATE INDEX "mail_suppression_email_key_index" ON "mail_suppression" (organization_id, "email_key", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "mail_suppression_email_live" ON "mail_suppression" (organization_id, "email_key") WHERE deleted_at IS NULL;
CREATE INDEX "mail_suppression_because_index" ON "mail_suppression" (organization_id, "because", id) WHERE deleted_at IS NULL;
ALTER TABLE "mail_suppression" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "mail_suppression" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "mail_suppression" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "mail_suppression" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "mail_suppression" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('mailSuppression', 'email_key');
CREATE TRIGGER "field_values" AFTER INSERT ON "mail_suppression" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('mailSuppression');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "mail_suppression" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('mailSuppression');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "mail_suppression" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('mailSuppression');
ALTER TABLE "mail_suppression" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "mail_suppression" FORCE ROW LEVEL SECURITY;
