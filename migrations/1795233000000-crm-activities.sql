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

-- ActivityAttendee, declared in libs/crm/activity/activity-attendee.ts
CREATE TABLE "activity_attendee" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "activity_id" uuid NOT NULL,
  "name" text COLLATE "unicode" NOT NULL,
  "address" text COLLATE "unicode",
  "address_key" text GENERATED ALWAYS AS (lower("address" COLLATE "C")) STORED,
  "subject" text COLLATE "unicode",
  "record_id" uuid,
  "answer" text COLLATE "unicode" NOT NULL DEFAULT 'waiting',
  "is_optional" boolean NOT NULL DEFAULT false,
  CONSTRAINT "activity_attendee_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "activity_attendee_name_check" CHECK (length("name") <= 160),
  CONSTRAINT "activity_attendee_address_check" CHECK (length("address") <= 254),
  CONSTRAINT "activity_attendee_subject_check" CHECK (length("subject") <= 60),
  CONSTRAINT "activity_attendee_answer_check" CHECK ("answer" IN ('waiting', 'accepted', 'tentative', 'declined')),
  CONSTRAINT "activity_attendee_activity_id_fk" FOREIGN KEY (organization_id, "activity_id") REFERENCES "activity" (organization_id, id)
);
CREATE INDEX "activity_attendee_activity_id_index" ON "activity_attendee" (organization_id, "activity_id", id);
CREATE INDEX "activity_attendee_name_index" ON "activity_attendee" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "activity_attendee_address_key_index" ON "activity_attendee" (organization_id, "address_key", id) WHERE deleted_at IS NULL;
CREATE INDEX "activity_attendee_record_id_index" ON "activity_attendee" (organization_id, "record_id", id) WHERE deleted_at IS NULL;
CREATE INDEX "activity_attendee_answer_index" ON "activity_attendee" (organization_id, "answer", id) WHERE deleted_at IS NULL;
ALTER TABLE "activity_attendee" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "activity_attendee" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "activity_attendee" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "activity_attendee" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "activity_attendee" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('activityAttendee', 'address_key');
CREATE TRIGGER "field_values" AFTER INSERT ON "activity_attendee" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('activityAttendee');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "activity_attendee" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('activityAttendee');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "activity_attendee" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('activityAttendee');
ALTER TABLE "activity_attendee" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "activity_attendee" FORCE ROW LEVEL SECURITY;

-- Address, declared in libs/crm/address/address.ts
CREATE TABLE "address" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "kind" text COLLATE "unicode" NOT NULL DEFAULT 'office',
  "street" text COLLATE "unicode" NOT NULL,
  "addition" text COLLATE "unicode",
  "postal_code" text COLLATE "unicode",
  "city" text COLLATE "unicode",
  "region" text COLLATE "unicode",
  "country" text COLLATE "unicode",
  "is_primary" boolean NOT NULL DEFAULT false,
  "company_id" uuid,
  "contact_id" uuid,
  CONSTRAINT "address_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "address_kind_check" CHECK ("kind" IN ('office', 'billing', 'shipping', 'home')),
  CONSTRAINT "address_street_check" CHECK (length("street") <= 200),
  CONSTRAINT "address_addition_check" CHECK (length("addition") <= 200),
  CONSTRAINT "address_postal_code_check" CHECK (length("postal_code") <= 20),
  CONSTRAINT "address_city_check" CHECK (length("city") <= 80),
  CONSTRAINT "address_region_check" CHECK (length("region") <= 80),
  CONSTRAINT "address_country_check" CHECK (length("country") <= 2),
  CONSTRAINT "address_company_id_fk" FOREIGN KEY (organization_id, "company_id") REFERENCES "company" (organization_id, id),
  CONSTRAINT "address_contact_id_fk" FOREIGN KEY (organization_id, "contact_id") REFERENCES "contact" (organization_id, id)
);
CREATE INDEX "address_kind_index" ON "address" (organization_id, "kind", id) WHERE deleted_at IS NULL;
CREATE INDEX "address_street_index" ON "address" (organization_id, "street", id) WHERE deleted_at IS NULL;
CREATE INDEX "address_postal_code_index" ON "address" (organization_id, "postal_code", id) WHERE deleted_at IS NULL;
CREATE INDEX "address_city_index" ON "address" (organization_id, "city", id) WHERE deleted_at IS NULL;
CREATE INDEX "address_country_index" ON "address" (organization_id, "country", id) WHERE deleted_at IS NULL;
CREATE INDEX "address_is_primary_index" ON "address" (organization_id, "is_primary", id) WHERE deleted_at IS NULL;
CREATE INDEX "address_company_id_index" ON "address" (organization_id, "company_id", id);
CREATE INDEX "address_contact_id_index" ON "address" (organization_id, "contact_id", id);
ALTER TABLE "address" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "address" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "address" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "address" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "address" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('address');
CREATE TRIGGER "field_values" AFTER INSERT ON "address" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('address');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "address" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('address');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "address" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('address');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "address" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('address', 'street:text:street', 'city:text:city');
CREATE TRIGGER "search_change" AFTER UPDATE ON "address" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."street" IS DISTINCT FROM NEW."street" OR OLD."city" IS DISTINCT FROM NEW."city") EXECUTE FUNCTION keep_search_entries('address', 'street:text:street', 'city:text:city');
ALTER TABLE "address" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "address" FORCE ROW LEVEL SECURITY;

-- Affiliation, declared in libs/crm/contact/affiliation.ts
CREATE TABLE "affiliation" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "role" text COLLATE "unicode" NOT NULL,
  "contact_id" uuid NOT NULL,
  "company_id" uuid NOT NULL,
  "since" date,
  "until" date,
  CONSTRAINT "affiliation_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "affiliation_role_check" CHECK (length("role") <= 120),
  CONSTRAINT "affiliation_contact_id_fk" FOREIGN KEY (organization_id, "contact_id") REFERENCES "contact" (organization_id, id),
  CONSTRAINT "affiliation_company_id_fk" FOREIGN KEY (organization_id, "company_id") REFERENCES "company" (organization_id, id)
);
CREATE INDEX "affiliation_role_index" ON "affiliation" (organization_id, "role", id) WHERE deleted_at IS NULL;
CREATE INDEX "affiliation_contact_id_index" ON "affiliation" (organization_id, "contact_id", id);
CREATE INDEX "affiliation_company_id_index" ON "affiliation" (organization_id, "company_id", id);
CREATE INDEX "affiliation_since_index" ON "affiliation" (organization_id, "since", id) WHERE deleted_at IS NULL;
CREATE INDEX "affiliation_until_index" ON "affiliation" (organization_id, "until", id) WHERE deleted_at IS NULL;
ALTER TABLE "affiliation" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "affiliation" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "affiliation" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "affiliation" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "affiliation" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('affiliation');
CREATE TRIGGER "field_values" AFTER INSERT ON "affiliation" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('affiliation');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "affiliation" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('affiliation');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "affiliation" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('affiliation');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "affiliation" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('affiliation', 'role:text:role');
CREATE TRIGGER "search_change" AFTER UPDATE ON "affiliation" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."role" IS DISTINCT FROM NEW."role") EXECUTE FUNCTION keep_search_entries('affiliation', 'role:text:role');
ALTER TABLE "affiliation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "affiliation" FORCE ROW LEVEL SECURITY;

-- BookableResource, declared in libs/crm/booking/bookable-resource.ts
CREATE TABLE "bookable_resource" (
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
  "kind" text COLLATE "unicode" NOT NULL DEFAULT 'room',
  "location" text COLLATE "unicode",
  "places" bigint,
  "is_bookable" boolean NOT NULL DEFAULT true,
  CONSTRAINT "bookable_resource_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "bookable_resource_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "bookable_resource_kind_check" CHECK ("kind" IN ('room', 'vehicle', 'equipment')),
  CONSTRAINT "bookable_resource_location_check" CHECK (length("location") <= 160)
);
CREATE INDEX "bookable_resource_name_index" ON "bookable_resource" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "bookable_resource_kind_index" ON "bookable_resource" (organization_id, "kind", id) WHERE deleted_at IS NULL;
CREATE INDEX "bookable_resource_location_index" ON "bookable_resource" (organization_id, "location", id) WHERE deleted_at IS NULL;
CREATE INDEX "bookable_resource_places_index" ON "bookable_resource" (organization_id, "places", id) WHERE deleted_at IS NULL;
CREATE INDEX "bookable_resource_is_bookable_index" ON "bookable_resource" (organization_id, "is_bookable", id) WHERE deleted_at IS NULL;
ALTER TABLE "bookable_resource" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "bookable_resource" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "bookable_resource" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "bookable_resource" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "bookable_resource" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('bookableResource');
CREATE TRIGGER "field_values" AFTER INSERT ON "bookable_resource" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('bookableResource');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "bookable_resource" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('bookableResource');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "bookable_resource" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('bookableResource');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "bookable_resource" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('bookableResource', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "bookable_resource" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('bookableResource', 'name:text:name');
ALTER TABLE "bookable_resource" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "bookable_resource" FORCE ROW LEVEL SECURITY;

-- Booking, declared in libs/crm/booking/booking.ts
CREATE TABLE "booking" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "purpose" text COLLATE "unicode" NOT NULL,
  "bookable_id" uuid NOT NULL,
  "starts_at" timestamptz NOT NULL,
  "ends_at" timestamptz NOT NULL,
  "activity_id" uuid,
  "owner_id" uuid,
  CONSTRAINT "booking_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "booking_purpose_check" CHECK (length("purpose") <= 160),
  CONSTRAINT "booking_bookable_id_fk" FOREIGN KEY (organization_id, "bookable_id") REFERENCES "bookable_resource" (organization_id, id),
  CONSTRAINT "booking_activity_id_fk" FOREIGN KEY (organization_id, "activity_id") REFERENCES "activity" (organization_id, id),
  CONSTRAINT "booking_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "booking_purpose_index" ON "booking" (organization_id, "purpose", id) WHERE deleted_at IS NULL;
CREATE INDEX "booking_bookable_id_index" ON "booking" (organization_id, "bookable_id", id);
CREATE INDEX "booking_starts_at_index" ON "booking" (organization_id, "starts_at", id) WHERE deleted_at IS NULL;
CREATE INDEX "booking_ends_at_index" ON "booking" (organization_id, "ends_at", id) WHERE deleted_at IS NULL;
CREATE INDEX "booking_activity_id_index" ON "booking" (organization_id, "activity_id", id);
CREATE INDEX "booking_owner_id_index" ON "booking" (organization_id, "owner_id", id);
ALTER TABLE "booking" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "booking" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "booking" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "booking" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "booking" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('booking');
CREATE TRIGGER "field_values" AFTER INSERT ON "booking" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('booking');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "booking" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('booking');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "booking" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('booking');
ALTER TABLE "booking" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "booking" FORCE ROW LEVEL SECURITY;

-- CalendarFeed, declared in libs/crm/calendar/calendar-feed.ts
CREATE TABLE "calendar_feed" (
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
  "issued_at" timestamptz,
  "digest" bytea,
  "prefix" text COLLATE "unicode",
  "owner_id" uuid NOT NULL,
  CONSTRAINT "calendar_feed_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "calendar_feed_name_check" CHECK (length("name") <= 80),
  CONSTRAINT "calendar_feed_prefix_check" CHECK (length("prefix") <= 40),
  CONSTRAINT "calendar_feed_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "calendar_feed_name_index" ON "calendar_feed" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "calendar_feed_issued_at_index" ON "calendar_feed" (organization_id, "issued_at", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "calendar_feed_prefix_live" ON "calendar_feed" (organization_id, "prefix") WHERE deleted_at IS NULL;
CREATE INDEX "calendar_feed_owner_id_index" ON "calendar_feed" (organization_id, "owner_id", id);
ALTER TABLE "calendar_feed" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "calendar_feed" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "calendar_feed" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "calendar_feed" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "calendar_feed" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('calendarFeed', 'digest');
CREATE TRIGGER "field_values" AFTER INSERT ON "calendar_feed" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('calendarFeed');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "calendar_feed" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('calendarFeed');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "calendar_feed" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('calendarFeed');
ALTER TABLE "calendar_feed" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "calendar_feed" FORCE ROW LEVEL SECURITY;

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
  "name" text COLLATE "unicode" NOT NULL,
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

-- ContactPoint, declared in libs/crm/address/contact-point.ts
CREATE TABLE "contact_point" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "label" text COLLATE "unicode" NOT NULL,
  "kind" text COLLATE "unicode" NOT NULL DEFAULT 'work',
  "email" text COLLATE "unicode",
  "email_key" text GENERATED ALWAYS AS (lower("email" COLLATE "C")) STORED,
  "phone" text COLLATE "unicode",
  "phone_key" text,
  "is_primary" boolean NOT NULL DEFAULT false,
  "contact_id" uuid,
  "company_id" uuid,
  CONSTRAINT "contact_point_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "contact_point_label_check" CHECK (length("label") <= 60),
  CONSTRAINT "contact_point_kind_check" CHECK ("kind" IN ('work', 'mobile', 'private', 'other')),
  CONSTRAINT "contact_point_email_check" CHECK (length("email") <= 254),
  CONSTRAINT "contact_point_phone_check" CHECK (length("phone") <= 40),
  CONSTRAINT "contact_point_contact_id_fk" FOREIGN KEY (organization_id, "contact_id") REFERENCES "contact" (organization_id, id),
  CONSTRAINT "contact_point_company_id_fk" FOREIGN KEY (organization_id, "company_id") REFERENCES "company" (organization_id, id)
);
CREATE INDEX "contact_point_label_index" ON "contact_point" (organization_id, "label", id) WHERE deleted_at IS NULL;
CREATE INDEX "contact_point_kind_index" ON "contact_point" (organization_id, "kind", id) WHERE deleted_at IS NULL;
CREATE INDEX "contact_point_email_key_index" ON "contact_point" (organization_id, "email_key", id) WHERE deleted_at IS NULL;
CREATE INDEX "contact_point_phone_key_index" ON "contact_point" (organization_id, "phone_key", id) WHERE deleted_at IS NULL;
CREATE INDEX "contact_point_is_primary_index" ON "contact_point" (organization_id, "is_primary", id) WHERE deleted_at IS NULL;
CREATE INDEX "contact_point_contact_id_index" ON "contact_point" (organization_id, "contact_id", id);
CREATE INDEX "contact_point_company_id_index" ON "contact_point" (organization_id, "company_id", id);
ALTER TABLE "contact_point" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "contact_point" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "contact_point" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "contact_point" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "contact_point" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('contactPoint', 'email_key');
CREATE TRIGGER "field_values" AFTER INSERT ON "contact_point" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('contactPoint');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "contact_point" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('contactPoint');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "contact_point" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('contactPoint');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "contact_point" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('contactPoint', 'email:email:email', 'phone:phone:phone');
CREATE TRIGGER "search_change" AFTER UPDATE ON "contact_point" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."email" IS DISTINCT FROM NEW."email" OR OLD."phone" IS DISTINCT FROM NEW."phone") EXECUTE FUNCTION keep_search_entries('contactPoint', 'email:email:email', 'phone:phone:phone');
ALTER TABLE "contact_point" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "contact_point" FORCE ROW LEVEL SECURITY;

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

-- Segment, declared in libs/crm/segment/segment.ts
CREATE TABLE "segment" (
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
  "of" text COLLATE "unicode" NOT NULL DEFAULT 'contact',
  "kind" text COLLATE "unicode" NOT NULL DEFAULT 'fixed',
  "condition" jsonb,
  "description" text,
  "owner_id" uuid,
  CONSTRAINT "segment_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "segment_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "segment_of_check" CHECK ("of" IN ('contact', 'company')),
  CONSTRAINT "segment_kind_check" CHECK ("kind" IN ('dynamic', 'fixed')),
  CONSTRAINT "segment_description_check" CHECK (length("description") <= 2000),
  CONSTRAINT "segment_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "segment_name_index" ON "segment" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "segment_of_index" ON "segment" (organization_id, "of", id) WHERE deleted_at IS NULL;
CREATE INDEX "segment_kind_index" ON "segment" (organization_id, "kind", id) WHERE deleted_at IS NULL;
CREATE INDEX "segment_owner_id_index" ON "segment" (organization_id, "owner_id", id);
ALTER TABLE "segment" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "segment" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "segment" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "segment" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "segment" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('segment');
CREATE TRIGGER "field_values" AFTER INSERT ON "segment" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('segment');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "segment" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('segment');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "segment" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('segment');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "segment" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('segment', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "segment" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('segment', 'name:text:name');
ALTER TABLE "segment" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "segment" FORCE ROW LEVEL SECURITY;

-- SegmentEntry, declared in libs/crm/segment/segment.ts
CREATE TABLE "segment_entry" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "segment_id" uuid NOT NULL,
  "subject" text COLLATE "unicode" NOT NULL,
  "record_id" uuid NOT NULL,
  CONSTRAINT "segment_entry_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "segment_entry_subject_check" CHECK (length("subject") <= 60),
  CONSTRAINT "segment_entry_segment_id_fk" FOREIGN KEY (organization_id, "segment_id") REFERENCES "segment" (organization_id, id)
);
CREATE INDEX "segment_entry_segment_id_index" ON "segment_entry" (organization_id, "segment_id", id);
CREATE INDEX "segment_entry_record_id_index" ON "segment_entry" (organization_id, "record_id", id) WHERE deleted_at IS NULL;
ALTER TABLE "segment_entry" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "segment_entry" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "segment_entry" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "segment_entry" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "segment_entry" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('segmentEntry');
CREATE TRIGGER "field_values" AFTER INSERT ON "segment_entry" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('segmentEntry');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "segment_entry" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('segmentEntry');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "segment_entry" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('segmentEntry');
ALTER TABLE "segment_entry" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "segment_entry" FORCE ROW LEVEL SECURITY;

-- Nobody else has it at that time. Of empty spans the database would let there be any number.
ALTER TABLE "booking" ADD CONSTRAINT "booking_order" CHECK ("starts_at" < "ends_at");
COMMENT ON CONSTRAINT "booking_order" ON "booking" IS 'by hand: without it the next one would let empty spans through';
ALTER TABLE "booking" ADD CONSTRAINT "booking_one_at_a_time" EXCLUDE USING gist (organization_id WITH =, "bookable_id" WITH =, tstzrange("starts_at", "ends_at") WITH &&) WHERE (deleted_at IS NULL);
COMMENT ON CONSTRAINT "booking_one_at_a_time" ON "booking" IS 'by hand: two bookings never overlap';

-- One main address of each kind, one main mail and one main number.
CREATE UNIQUE INDEX "address_one_main_of_company" ON "address" (organization_id, "company_id", "kind") WHERE "is_primary" AND deleted_at IS NULL;
COMMENT ON INDEX "address_one_main_of_company" IS 'by hand';
CREATE UNIQUE INDEX "address_one_main_of_contact" ON "address" (organization_id, "contact_id", "kind") WHERE "is_primary" AND deleted_at IS NULL;
COMMENT ON INDEX "address_one_main_of_contact" IS 'by hand';
CREATE UNIQUE INDEX "contact_point_one_main_mail" ON "contact_point" (organization_id, "contact_id") WHERE "is_primary" AND "email" IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX "contact_point_one_main_mail" IS 'by hand';
CREATE UNIQUE INDEX "contact_point_one_main_number" ON "contact_point" (organization_id, "contact_id") WHERE "is_primary" AND "phone" IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX "contact_point_one_main_number" IS 'by hand';
