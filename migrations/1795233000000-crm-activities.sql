-- ActivitySeries, declared in libs/crm/activity/activity-series.ts
CREATE TABLE "activity_series" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "rule" text COLLATE "unicode" NOT NULL,
  "starts_at" timestamptz,
  "starts_at_zone" text,
  "day" date,
  "made_until" date,
  "owner_id" uuid,
  CONSTRAINT "activity_series_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "activity_series_rule_check" CHECK (length("rule") <= 500),
  CONSTRAINT "activity_series_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "activity_series_owner_id_index" ON "activity_series" (organization_id, "owner_id", id);
ALTER TABLE "activity_series" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "activity_series" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "activity_series" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "activity_series" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "activity_series" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('activitySeries');
CREATE TRIGGER "field_values" AFTER INSERT ON "activity_series" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('activitySeries');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "activity_series" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('activitySeries');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "activity_series" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('activitySeries');
ALTER TABLE "activity_series" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "activity_series" FORCE ROW LEVEL SECURITY;

-- Activity, declared in libs/crm/activity/activity.ts
CREATE TABLE "activity" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "title" text COLLATE "unicode" NOT NULL,
  "kind" text COLLATE "unicode" NOT NULL DEFAULT 'task',
  "state" text COLLATE "unicode" NOT NULL DEFAULT 'open',
  "starts_at" timestamptz,
  "starts_at_zone" text,
  "duration" bigint,
  "day" date,
  "last_day" date,
  "priority" text COLLATE "unicode" NOT NULL DEFAULT 'normal',
  "location" text COLLATE "unicode",
  "description" text,
  "remind_before" bigint,
  "outcome" text COLLATE "unicode",
  "outcome_note" text,
  "completed_at" timestamptz,
  "subject" text COLLATE "unicode",
  "record_id" uuid,
  "owner_id" uuid,
  "series_id" uuid,
  "slot" text COLLATE "unicode",
  CONSTRAINT "activity_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "activity_title_check" CHECK (length("title") <= 200),
  CONSTRAINT "activity_kind_check" CHECK ("kind" IN ('task', 'call', 'meeting', 'appointment')),
  CONSTRAINT "activity_state_check" CHECK ("state" IN ('open', 'done', 'cancelled')),
  CONSTRAINT "activity_priority_check" CHECK ("priority" IN ('high', 'normal', 'low')),
  CONSTRAINT "activity_location_check" CHECK (length("location") <= 200),
  CONSTRAINT "activity_description_check" CHECK (length("description") <= 20000),
  CONSTRAINT "activity_outcome_check" CHECK ("outcome" IN ('successful', 'unsuccessful', 'left-message', 'no-answer')),
  CONSTRAINT "activity_outcome_note_check" CHECK (length("outcome_note") <= 20000),
  CONSTRAINT "activity_subject_check" CHECK (length("subject") <= 60),
  CONSTRAINT "activity_slot_check" CHECK (length("slot") <= 40),
  CONSTRAINT "activity_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "activity_series_id_fk" FOREIGN KEY (organization_id, "series_id") REFERENCES "activity_series" (organization_id, id)
);
CREATE INDEX "activity_title_index" ON "activity" (organization_id, "title", id) WHERE deleted_at IS NULL;
CREATE INDEX "activity_kind_index" ON "activity" (organization_id, "kind", id) WHERE deleted_at IS NULL;
CREATE INDEX "activity_state_index" ON "activity" (organization_id, "state", id) WHERE deleted_at IS NULL;
CREATE INDEX "activity_starts_at_index" ON "activity" (organization_id, "starts_at", id) WHERE deleted_at IS NULL;
CREATE INDEX "activity_day_index" ON "activity" (organization_id, "day", id) WHERE deleted_at IS NULL;
CREATE INDEX "activity_priority_index" ON "activity" (organization_id, "priority", id) WHERE deleted_at IS NULL;
CREATE INDEX "activity_record_id_index" ON "activity" (organization_id, "record_id", id) WHERE deleted_at IS NULL;
CREATE INDEX "activity_owner_id_index" ON "activity" (organization_id, "owner_id", id);
CREATE INDEX "activity_series_id_index" ON "activity" (organization_id, "series_id", id);
ALTER TABLE "activity" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "activity" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "activity" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "activity" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "activity" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('activity');
CREATE TRIGGER "field_values" AFTER INSERT ON "activity" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('activity');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "activity" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('activity');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "activity" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('activity');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "activity" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('activity', 'title:text:title', 'location:text:location', 'description:text:description', 'outcomeNote:text:outcome_note');
CREATE TRIGGER "search_change" AFTER UPDATE ON "activity" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."title" IS DISTINCT FROM NEW."title" OR OLD."location" IS DISTINCT FROM NEW."location" OR OLD."description" IS DISTINCT FROM NEW."description" OR OLD."outcome_note" IS DISTINCT FROM NEW."outcome_note") EXECUTE FUNCTION keep_search_entries('activity', 'title:text:title', 'location:text:location', 'description:text:description', 'outcomeNote:text:outcome_note');
ALTER TABLE "activity" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "activity" FORCE ROW LEVEL SECURITY;

-- Communication, declared in libs/crm/communication/communication.ts
CREATE TABLE "communication" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "title" text COLLATE "unicode" NOT NULL,
  "channel" text COLLATE "unicode" NOT NULL,
  "direction" text COLLATE "unicode" NOT NULL DEFAULT 'outbound',
  "at" timestamptz,
  "duration" bigint,
  "outcome" text COLLATE "unicode",
  "body" text,
  "subject" text COLLATE "unicode" NOT NULL,
  "record_id" uuid NOT NULL,
  "owner_id" uuid,
  CONSTRAINT "communication_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "communication_title_check" CHECK (length("title") <= 200),
  CONSTRAINT "communication_channel_check" CHECK ("channel" IN ('call', 'mail', 'meeting', 'message', 'letter')),
  CONSTRAINT "communication_direction_check" CHECK ("direction" IN ('outbound', 'inbound', 'internal')),
  CONSTRAINT "communication_outcome_check" CHECK ("outcome" IN ('successful', 'unsuccessful', 'left-message', 'no-answer')),
  CONSTRAINT "communication_body_check" CHECK (length("body") <= 100000),
  CONSTRAINT "communication_subject_check" CHECK (length("subject") <= 60),
  CONSTRAINT "communication_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "communication_title_index" ON "communication" (organization_id, "title", id) WHERE deleted_at IS NULL;
CREATE INDEX "communication_channel_index" ON "communication" (organization_id, "channel", id) WHERE deleted_at IS NULL;
CREATE INDEX "communication_direction_index" ON "communication" (organization_id, "direction", id) WHERE deleted_at IS NULL;
CREATE INDEX "communication_at_index" ON "communication" (organization_id, "at", id) WHERE deleted_at IS NULL;
CREATE INDEX "communication_outcome_index" ON "communication" (organization_id, "outcome", id) WHERE deleted_at IS NULL;
CREATE INDEX "communication_record_id_index" ON "communication" (organization_id, "record_id", id) WHERE deleted_at IS NULL;
CREATE INDEX "communication_owner_id_index" ON "communication" (organization_id, "owner_id", id);
ALTER TABLE "communication" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "communication" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "communication" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "communication" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "communication" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('communication');
CREATE TRIGGER "field_values" AFTER INSERT ON "communication" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('communication');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "communication" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('communication');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "communication" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('communication');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "communication" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('communication', 'title:text:title', 'body:text:body');
CREATE TRIGGER "search_change" AFTER UPDATE ON "communication" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."title" IS DISTINCT FROM NEW."title" OR OLD."body" IS DISTINCT FROM NEW."body") EXECUTE FUNCTION keep_search_entries('communication', 'title:text:title', 'body:text:body');
ALTER TABLE "communication" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "communication" FORCE ROW LEVEL SECURITY;

-- CommunicationParty, declared in libs/crm/communication/communication-party.ts
CREATE TABLE "communication_party" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "communication_id" uuid NOT NULL,
  "role" text COLLATE "unicode" NOT NULL DEFAULT 'present',
  "name" text COLLATE "unicode",
  "address" text COLLATE "unicode",
  "subject" text COLLATE "unicode",
  "record_id" uuid,
  CONSTRAINT "communication_party_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "communication_party_role_check" CHECK ("role" IN ('from', 'to', 'copy', 'present')),
  CONSTRAINT "communication_party_name_check" CHECK (length("name") <= 160),
  CONSTRAINT "communication_party_address_check" CHECK (length("address") <= 254),
  CONSTRAINT "communication_party_subject_check" CHECK (length("subject") <= 60),
  CONSTRAINT "communication_party_communication_id_fk" FOREIGN KEY (organization_id, "communication_id") REFERENCES "communication" (organization_id, id)
);
CREATE INDEX "communication_party_communication_id_index" ON "communication_party" (organization_id, "communication_id", id);
CREATE INDEX "communication_party_role_index" ON "communication_party" (organization_id, "role", id) WHERE deleted_at IS NULL;
CREATE INDEX "communication_party_name_index" ON "communication_party" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "communication_party_record_id_index" ON "communication_party" (organization_id, "record_id", id) WHERE deleted_at IS NULL;
ALTER TABLE "communication_party" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "communication_party" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "communication_party" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "communication_party" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "communication_party" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('communicationParty');
CREATE TRIGGER "field_values" AFTER INSERT ON "communication_party" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('communicationParty');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "communication_party" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('communicationParty');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "communication_party" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('communicationParty');
ALTER TABLE "communication_party" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "communication_party" FORCE ROW LEVEL SECURITY;

-- Consent, declared in libs/crm/consent/consent.ts
CREATE TABLE "consent" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "channel" text COLLATE "unicode" NOT NULL,
  "purpose" text COLLATE "unicode" NOT NULL,
  "answer" text COLLATE "unicode" NOT NULL,
  "at" timestamptz,
  "source" text COLLATE "unicode",
  "text_version" text COLLATE "unicode",
  "wording" text,
  "address" text COLLATE "unicode",
  "address_key" text GENERATED ALWAYS AS (lower("address" COLLATE "C")) STORED,
  "proof" text COLLATE "unicode",
  "subject" text COLLATE "unicode" NOT NULL,
  "record_id" uuid NOT NULL,
  CONSTRAINT "consent_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "consent_channel_check" CHECK ("channel" IN ('mail', 'phone', 'message', 'letter')),
  CONSTRAINT "consent_purpose_check" CHECK ("purpose" IN ('marketing', 'sales', 'any')),
  CONSTRAINT "consent_answer_check" CHECK ("answer" IN ('given', 'withdrawn')),
  CONSTRAINT "consent_source_check" CHECK (length("source") <= 120),
  CONSTRAINT "consent_text_version_check" CHECK (length("text_version") <= 60),
  CONSTRAINT "consent_wording_check" CHECK (length("wording") <= 10000),
  CONSTRAINT "consent_address_check" CHECK (length("address") <= 254),
  CONSTRAINT "consent_proof_check" CHECK (length("proof") <= 500),
  CONSTRAINT "consent_subject_check" CHECK (length("subject") <= 60)
);
CREATE INDEX "consent_channel_index" ON "consent" (organization_id, "channel", id) WHERE deleted_at IS NULL;
CREATE INDEX "consent_purpose_index" ON "consent" (organization_id, "purpose", id) WHERE deleted_at IS NULL;
CREATE INDEX "consent_answer_index" ON "consent" (organization_id, "answer", id) WHERE deleted_at IS NULL;
CREATE INDEX "consent_at_index" ON "consent" (organization_id, "at", id) WHERE deleted_at IS NULL;
CREATE INDEX "consent_source_index" ON "consent" (organization_id, "source", id) WHERE deleted_at IS NULL;
CREATE INDEX "consent_address_key_index" ON "consent" (organization_id, "address_key", id) WHERE deleted_at IS NULL;
CREATE INDEX "consent_record_id_index" ON "consent" (organization_id, "record_id", id) WHERE deleted_at IS NULL;
ALTER TABLE "consent" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "consent" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "consent" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "consent" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "consent" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('consent', 'address_key');
CREATE TRIGGER "field_values" AFTER INSERT ON "consent" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('consent');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "consent" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('consent');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "consent" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('consent');
ALTER TABLE "consent" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "consent" FORCE ROW LEVEL SECURITY;

-- Note, declared in libs/crm/note/note.ts
CREATE TABLE "note" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "excerpt" text COLLATE "unicode",
  "body" text NOT NULL,
  "pinned" boolean NOT NULL DEFAULT false,
  "subject" text COLLATE "unicode" NOT NULL,
  "record_id" uuid NOT NULL,
  "owner_id" uuid,
  CONSTRAINT "note_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "note_excerpt_check" CHECK (length("excerpt") <= 160),
  CONSTRAINT "note_subject_check" CHECK (length("subject") <= 60),
  CONSTRAINT "note_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "note_excerpt_index" ON "note" (organization_id, "excerpt", id) WHERE deleted_at IS NULL;
CREATE INDEX "note_pinned_index" ON "note" (organization_id, "pinned", id) WHERE deleted_at IS NULL;
CREATE INDEX "note_record_id_index" ON "note" (organization_id, "record_id", id) WHERE deleted_at IS NULL;
CREATE INDEX "note_owner_id_index" ON "note" (organization_id, "owner_id", id);
ALTER TABLE "note" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "note" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "note" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "note" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "note" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('note');
CREATE TRIGGER "field_values" AFTER INSERT ON "note" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('note');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "note" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('note');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "note" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('note');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "note" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('note', 'body:richText:body');
CREATE TRIGGER "search_change" AFTER UPDATE ON "note" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."body" IS DISTINCT FROM NEW."body") EXECUTE FUNCTION keep_search_entries('note', 'body:richText:body');
ALTER TABLE "note" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "note" FORCE ROW LEVEL SECURITY;
