-- CustomField, declared in libs/platform/customization/custom-field.ts
CREATE TABLE "custom_field" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "place" text COLLATE "unicode",
  "resource" text COLLATE "unicode" NOT NULL,
  "key" text COLLATE "unicode" NOT NULL,
  "label" text COLLATE "unicode" NOT NULL,
  "help" text COLLATE "unicode",
  "type" text COLLATE "unicode" NOT NULL,
  "options" jsonb,
  "required" boolean,
  "list" bigint,
  "search" text COLLATE "unicode",
  "personal" text COLLATE "unicode" NOT NULL DEFAULT 'personal',
  CONSTRAINT "custom_field_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "custom_field_place_check" CHECK (length("place") <= 120),
  CONSTRAINT "custom_field_resource_check" CHECK (length("resource") <= 60),
  CONSTRAINT "custom_field_key_check" CHECK (length("key") <= 40),
  CONSTRAINT "custom_field_label_check" CHECK (length("label") <= 80),
  CONSTRAINT "custom_field_help_check" CHECK (length("help") <= 300),
  CONSTRAINT "custom_field_type_check" CHECK ("type" IN ('text', 'long-text', 'email', 'phone', 'url', 'domain', 'money', 'number', 'integer', 'percent', 'rating', 'boolean', 'date', 'moment', 'duration', 'choice', 'tags')),
  CONSTRAINT "custom_field_search_check" CHECK ("search" IN ('A', 'B', 'C', 'D')),
  CONSTRAINT "custom_field_personal_check" CHECK ("personal" IN ('personal', 'sensitive', 'financial', 'none'))
);
CREATE UNIQUE INDEX "custom_field_place_live" ON "custom_field" (organization_id, "place") WHERE deleted_at IS NULL;
CREATE INDEX "custom_field_resource_index" ON "custom_field" (organization_id, "resource", id) WHERE deleted_at IS NULL;
CREATE INDEX "custom_field_key_index" ON "custom_field" (organization_id, "key", id) WHERE deleted_at IS NULL;
CREATE INDEX "custom_field_label_index" ON "custom_field" (organization_id, "label", id) WHERE deleted_at IS NULL;
CREATE INDEX "custom_field_type_index" ON "custom_field" (organization_id, "type", id) WHERE deleted_at IS NULL;
ALTER TABLE "custom_field" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "custom_field" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "custom_field" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "custom_field" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "custom_field" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('customField');
CREATE TRIGGER "field_values" AFTER INSERT ON "custom_field" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('customField');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "custom_field" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('customField');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "custom_field" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('customField');
ALTER TABLE "custom_field" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "custom_field" FORCE ROW LEVEL SECURITY;
