-- Reminder, declared in libs/platform/notifications/reminder/reminder.ts
CREATE TABLE "reminder" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "text" text COLLATE "unicode" NOT NULL,
  "at" timestamptz NOT NULL,
  "state" text COLLATE "unicode" NOT NULL DEFAULT 'waiting',
  "subject" text COLLATE "unicode",
  "record_id" text COLLATE "unicode",
  "owner_id" uuid NOT NULL,
  CONSTRAINT "reminder_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "reminder_text_check" CHECK (length("text") <= 300),
  CONSTRAINT "reminder_state_check" CHECK ("state" IN ('waiting', 'due', 'done')),
  CONSTRAINT "reminder_subject_check" CHECK (length("subject") <= 60),
  CONSTRAINT "reminder_record_id_check" CHECK (length("record_id") <= 36),
  CONSTRAINT "reminder_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "reminder_text_index" ON "reminder" (organization_id, "text", id) WHERE deleted_at IS NULL;
CREATE INDEX "reminder_at_index" ON "reminder" (organization_id, "at", id) WHERE deleted_at IS NULL;
CREATE INDEX "reminder_state_index" ON "reminder" (organization_id, "state", id) WHERE deleted_at IS NULL;
CREATE INDEX "reminder_owner_id_index" ON "reminder" (organization_id, "owner_id", id);
ALTER TABLE "reminder" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "reminder" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "reminder" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "reminder" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "reminder" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('reminder');
CREATE TRIGGER "field_values" AFTER INSERT ON "reminder" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('reminder');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "reminder" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('reminder');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "reminder" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('reminder');
ALTER TABLE "reminder" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "reminder" FORCE ROW LEVEL SECURITY;
