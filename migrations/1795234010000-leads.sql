-- Absence, declared in libs/platform/assignment/absence.ts
CREATE TABLE "absence" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "member_id" uuid,
  "first_day" date NOT NULL,
  "last_day" date NOT NULL,
  "reason" text COLLATE "unicode",
  CONSTRAINT "absence_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "absence_reason_check" CHECK (length("reason") <= 120),
  CONSTRAINT "absence_member_id_fk" FOREIGN KEY (organization_id, "member_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "absence_member_id_index" ON "absence" (organization_id, "member_id", id);
CREATE INDEX "absence_first_day_index" ON "absence" (organization_id, "first_day", id) WHERE deleted_at IS NULL;
CREATE INDEX "absence_last_day_index" ON "absence" (organization_id, "last_day", id) WHERE deleted_at IS NULL;
CREATE INDEX "absence_reason_index" ON "absence" (organization_id, "reason", id) WHERE deleted_at IS NULL;
ALTER TABLE "absence" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "absence" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "absence" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "absence" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "absence" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('absence');
CREATE TRIGGER "field_values" AFTER INSERT ON "absence" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('absence');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "absence" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('absence');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "absence" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('absence');
ALTER TABLE "absence" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "absence" FORCE ROW LEVEL SECURITY;

-- AssignmentRule, declared in libs/sales/leads/assignment-rule.ts
CREATE TABLE "assignment_rule" (
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
  "position" bigint NOT NULL DEFAULT 100,
  "active" boolean NOT NULL DEFAULT true,
  "where" jsonb,
  "team_id" uuid,
  "members" jsonb,
  "way" text COLLATE "unicode" NOT NULL DEFAULT 'turns',
  "capacity" bigint,
  CONSTRAINT "assignment_rule_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "assignment_rule_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "assignment_rule_way_check" CHECK ("way" IN ('turns', 'load')),
  CONSTRAINT "assignment_rule_team_id_fk" FOREIGN KEY (organization_id, "team_id") REFERENCES "team" (organization_id, id)
);
CREATE INDEX "assignment_rule_name_index" ON "assignment_rule" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "assignment_rule_position_index" ON "assignment_rule" (organization_id, "position", id) WHERE deleted_at IS NULL;
CREATE INDEX "assignment_rule_active_index" ON "assignment_rule" (organization_id, "active", id) WHERE deleted_at IS NULL;
CREATE INDEX "assignment_rule_team_id_index" ON "assignment_rule" (organization_id, "team_id", id);
CREATE INDEX "assignment_rule_way_index" ON "assignment_rule" (organization_id, "way", id) WHERE deleted_at IS NULL;
ALTER TABLE "assignment_rule" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "assignment_rule" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "assignment_rule" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "assignment_rule" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "assignment_rule" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('assignmentRule');
CREATE TRIGGER "field_values" AFTER INSERT ON "assignment_rule" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('assignmentRule');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "assignment_rule" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('assignmentRule');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "assignment_rule" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('assignmentRule');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "assignment_rule" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('assignmentRule', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "assignment_rule" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('assignmentRule', 'name:text:name');
ALTER TABLE "assignment_rule" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "assignment_rule" FORCE ROW LEVEL SECURITY;

-- LeadStatus, declared in libs/sales/leads/lead-status.ts
CREATE TABLE "lead_status" (
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
  "phase" text COLLATE "unicode" NOT NULL DEFAULT 'working',
  "position" bigint NOT NULL DEFAULT 100,
  CONSTRAINT "lead_status_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "lead_status_name_check" CHECK (length("name") <= 60),
  CONSTRAINT "lead_status_phase_check" CHECK ("phase" IN ('new', 'working', 'qualified', 'unqualified', 'closed'))
);
CREATE INDEX "lead_status_name_index" ON "lead_status" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "lead_status_phase_index" ON "lead_status" (organization_id, "phase", id) WHERE deleted_at IS NULL;
CREATE INDEX "lead_status_position_index" ON "lead_status" (organization_id, "position", id) WHERE deleted_at IS NULL;
ALTER TABLE "lead_status" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "lead_status" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "lead_status" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "lead_status" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "lead_status" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('leadStatus');
CREATE TRIGGER "field_values" AFTER INSERT ON "lead_status" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('leadStatus');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "lead_status" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('leadStatus');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "lead_status" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('leadStatus');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "lead_status" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('leadStatus', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "lead_status" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('leadStatus', 'name:text:name');
ALTER TABLE "lead_status" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "lead_status" FORCE ROW LEVEL SECURITY;

-- LeadForm, declared in libs/sales/leads/lead-form.ts
CREATE TABLE "lead_form" (
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
  "public_key" text COLLATE "unicode",
  "source" text COLLATE "unicode",
  "campaign" text COLLATE "unicode",
  "consent_text" text,
  "consent_version" bigint NOT NULL DEFAULT 1,
  "least_seconds" bigint NOT NULL DEFAULT 2,
  "thanks" text,
  CONSTRAINT "lead_form_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "lead_form_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "lead_form_public_key_check" CHECK (length("public_key") <= 40),
  CONSTRAINT "lead_form_source_check" CHECK (length("source") <= 80),
  CONSTRAINT "lead_form_campaign_check" CHECK (length("campaign") <= 120),
  CONSTRAINT "lead_form_consent_text_check" CHECK (length("consent_text") <= 10000),
  CONSTRAINT "lead_form_thanks_check" CHECK (length("thanks") <= 2000)
);
CREATE INDEX "lead_form_name_index" ON "lead_form" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "lead_form_active_index" ON "lead_form" (organization_id, "active", id) WHERE deleted_at IS NULL;
CREATE INDEX "lead_form_public_key_index" ON "lead_form" (organization_id, "public_key", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "lead_form_public_key_live" ON "lead_form" (organization_id, "public_key") WHERE deleted_at IS NULL;
CREATE INDEX "lead_form_source_index" ON "lead_form" (organization_id, "source", id) WHERE deleted_at IS NULL;
ALTER TABLE "lead_form" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "lead_form" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "lead_form" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "lead_form" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "lead_form" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('leadForm');
CREATE TRIGGER "field_values" AFTER INSERT ON "lead_form" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('leadForm');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "lead_form" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('leadForm');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "lead_form" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('leadForm');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "lead_form" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('leadForm', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "lead_form" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('leadForm', 'name:text:name');
ALTER TABLE "lead_form" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "lead_form" FORCE ROW LEVEL SECURITY;

-- Lead, declared in libs/sales/leads/lead.ts
CREATE TABLE "lead" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "full_name" text COLLATE "unicode" GENERATED ALWAYS AS (btrim(coalesce("first_name", '') || ' ' || coalesce("last_name", ''))) STORED,
  "first_name" text COLLATE "unicode",
  "last_name" text COLLATE "unicode" NOT NULL,
  "company_name" text COLLATE "unicode",
  "email" text COLLATE "unicode",
  "email_key" text GENERATED ALWAYS AS (lower("email" COLLATE "C")) STORED,
  "phone" text COLLATE "unicode",
  "phone_key" text,
  "job_title" text COLLATE "unicode",
  "domain" text COLLATE "unicode",
  "industry" text COLLATE "unicode",
  "city" text COLLATE "unicode",
  "country" text COLLATE "unicode",
  "employees" bigint,
  "status_id" uuid,
  "phase" text COLLATE "unicode" NOT NULL DEFAULT 'new',
  "score" bigint NOT NULL DEFAULT 0,
  "owner_id" uuid,
  "estimated_value" bigint,
  "estimated_value_currency" text,
  "message" text,
  "unqualified_note" text,
  "tags" text[],
  "origin" text COLLATE "unicode" NOT NULL DEFAULT 'person',
  "source" text COLLATE "unicode",
  "medium" text COLLATE "unicode",
  "campaign" text COLLATE "unicode",
  "term" text COLLATE "unicode",
  "content" text COLLATE "unicode",
  "first_touch" jsonb,
  "last_touch" jsonb,
  "external_id" text COLLATE "unicode",
  "form_id" uuid,
  "consent_version" text COLLATE "unicode",
  "consent_at" timestamptz,
  "converted_at" timestamptz,
  "company_id" uuid,
  "contact_id" uuid,
  "opportunity_id" uuid,
  CONSTRAINT "lead_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "lead_first_name_check" CHECK (length("first_name") <= 80),
  CONSTRAINT "lead_last_name_check" CHECK (length("last_name") <= 80),
  CONSTRAINT "lead_company_name_check" CHECK (length("company_name") <= 160),
  CONSTRAINT "lead_email_check" CHECK (length("email") <= 254),
  CONSTRAINT "lead_phone_check" CHECK (length("phone") <= 40),
  CONSTRAINT "lead_job_title_check" CHECK (length("job_title") <= 120),
  CONSTRAINT "lead_domain_check" CHECK (length("domain") <= 253),
  CONSTRAINT "lead_industry_check" CHECK (length("industry") <= 80),
  CONSTRAINT "lead_city_check" CHECK (length("city") <= 80),
  CONSTRAINT "lead_country_check" CHECK (length("country") <= 2),
  CONSTRAINT "lead_phase_check" CHECK ("phase" IN ('new', 'working', 'qualified', 'unqualified', 'closed')),
  CONSTRAINT "lead_estimated_value_check" CHECK ("estimated_value" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "lead_estimated_value_currency_check" CHECK ("estimated_value_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "lead_message_check" CHECK (length("message") <= 10000),
  CONSTRAINT "lead_unqualified_note_check" CHECK (length("unqualified_note") <= 2000),
  CONSTRAINT "lead_tags_check" CHECK (cardinality("tags") <= 50),
  CONSTRAINT "lead_origin_check" CHECK ("origin" IN ('form', 'api', 'person')),
  CONSTRAINT "lead_source_check" CHECK (length("source") <= 80),
  CONSTRAINT "lead_medium_check" CHECK (length("medium") <= 80),
  CONSTRAINT "lead_campaign_check" CHECK (length("campaign") <= 120),
  CONSTRAINT "lead_term_check" CHECK (length("term") <= 120),
  CONSTRAINT "lead_content_check" CHECK (length("content") <= 120),
  CONSTRAINT "lead_external_id_check" CHECK (length("external_id") <= 120),
  CONSTRAINT "lead_consent_version_check" CHECK (length("consent_version") <= 60),
  CONSTRAINT "lead_status_id_fk" FOREIGN KEY (organization_id, "status_id") REFERENCES "lead_status" (organization_id, id),
  CONSTRAINT "lead_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "lead_form_id_fk" FOREIGN KEY (organization_id, "form_id") REFERENCES "lead_form" (organization_id, id),
  CONSTRAINT "lead_company_id_fk" FOREIGN KEY (organization_id, "company_id") REFERENCES "company" (organization_id, id),
  CONSTRAINT "lead_contact_id_fk" FOREIGN KEY (organization_id, "contact_id") REFERENCES "contact" (organization_id, id),
  CONSTRAINT "lead_opportunity_id_fk" FOREIGN KEY (organization_id, "opportunity_id") REFERENCES "opportunity" (organization_id, id)
);
CREATE INDEX "lead_full_name_index" ON "lead" (organization_id, "full_name", id) WHERE deleted_at IS NULL;
CREATE INDEX "lead_first_name_index" ON "lead" (organization_id, "first_name", id) WHERE deleted_at IS NULL;
CREATE INDEX "lead_last_name_index" ON "lead" (organization_id, "last_name", id) WHERE deleted_at IS NULL;
CREATE INDEX "lead_company_name_index" ON "lead" (organization_id, "company_name", id) WHERE deleted_at IS NULL;
CREATE INDEX "lead_email_key_index" ON "lead" (organization_id, "email_key", id) WHERE deleted_at IS NULL;
CREATE INDEX "lead_status_id_index" ON "lead" (organization_id, "status_id", id);
CREATE INDEX "lead_score_index" ON "lead" (organization_id, "score", id) WHERE deleted_at IS NULL;
CREATE INDEX "lead_owner_id_index" ON "lead" (organization_id, "owner_id", id);
CREATE INDEX "lead_source_index" ON "lead" (organization_id, "source", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "lead_external_id_live" ON "lead" (organization_id, "external_id") WHERE deleted_at IS NULL;
CREATE INDEX "lead_form_id_index" ON "lead" (organization_id, "form_id", id);
CREATE INDEX "lead_company_id_index" ON "lead" (organization_id, "company_id", id);
CREATE INDEX "lead_contact_id_index" ON "lead" (organization_id, "contact_id", id);
CREATE INDEX "lead_opportunity_id_index" ON "lead" (organization_id, "opportunity_id", id);
ALTER TABLE "lead" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "lead" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "lead" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "lead" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "lead" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('lead', 'full_name', 'email_key');
CREATE TRIGGER "field_values" AFTER INSERT ON "lead" FOR EACH ROW WHEN (NEW.custom <> '{}' OR NEW."tags" <> '{}') EXECUTE FUNCTION mirror_field_values('lead', 'tags');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "lead" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."tags" IS DISTINCT FROM NEW."tags") EXECUTE FUNCTION mirror_field_values('lead', 'tags');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "lead" FOR EACH ROW WHEN (OLD.custom <> '{}' OR OLD."tags" <> '{}') EXECUTE FUNCTION mirror_field_values('lead', 'tags');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "lead" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('lead', 'firstName:text:first_name', 'lastName:text:last_name', 'companyName:text:company_name', 'email:email:email', 'phone:phone:phone', 'jobTitle:text:job_title', 'domain:url:domain');
CREATE TRIGGER "search_change" AFTER UPDATE ON "lead" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."first_name" IS DISTINCT FROM NEW."first_name" OR OLD."last_name" IS DISTINCT FROM NEW."last_name" OR OLD."company_name" IS DISTINCT FROM NEW."company_name" OR OLD."email" IS DISTINCT FROM NEW."email" OR OLD."phone" IS DISTINCT FROM NEW."phone" OR OLD."job_title" IS DISTINCT FROM NEW."job_title" OR OLD."domain" IS DISTINCT FROM NEW."domain") EXECUTE FUNCTION keep_search_entries('lead', 'firstName:text:first_name', 'lastName:text:last_name', 'companyName:text:company_name', 'email:email:email', 'phone:phone:phone', 'jobTitle:text:job_title', 'domain:url:domain');
ALTER TABLE "lead" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "lead" FORCE ROW LEVEL SECURITY;

-- ScoreRule, declared in libs/sales/leads/score-rule.ts
CREATE TABLE "score_rule" (
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
  "points" bigint NOT NULL,
  "where" jsonb,
  "fact" text COLLATE "unicode",
  "half_life_days" bigint,
  "active" boolean NOT NULL DEFAULT true,
  CONSTRAINT "score_rule_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "score_rule_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "score_rule_fact_check" CHECK (length("fact") <= 80)
);
CREATE INDEX "score_rule_name_index" ON "score_rule" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "score_rule_points_index" ON "score_rule" (organization_id, "points", id) WHERE deleted_at IS NULL;
CREATE INDEX "score_rule_half_life_days_index" ON "score_rule" (organization_id, "half_life_days", id) WHERE deleted_at IS NULL;
CREATE INDEX "score_rule_active_index" ON "score_rule" (organization_id, "active", id) WHERE deleted_at IS NULL;
ALTER TABLE "score_rule" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "score_rule" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "score_rule" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "score_rule" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "score_rule" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('scoreRule');
CREATE TRIGGER "field_values" AFTER INSERT ON "score_rule" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('scoreRule');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "score_rule" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('scoreRule');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "score_rule" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('scoreRule');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "score_rule" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('scoreRule', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "score_rule" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('scoreRule', 'name:text:name');
ALTER TABLE "score_rule" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "score_rule" FORCE ROW LEVEL SECURITY;

ALTER TABLE "opportunity" ADD COLUMN "lead_id" uuid;

ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_lead_id_fk" FOREIGN KEY (organization_id, "lead_id") REFERENCES "lead" (organization_id, id) NOT VALID;

-- Why leads have their score. Only ever added to: whoever serves may neither change nor delete it. The last entry of a rule (and
-- of a happening, for rules that give points each time) counts; no points mean that it ended.
CREATE TABLE lead_score (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  lead_id uuid NOT NULL,
  rule_id uuid NOT NULL,
  entry_id uuid,
  points integer NOT NULL,
  half_life_days integer,
  since timestamptz NOT NULL,
  cause text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT lead_score_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT lead_score_cause_known CHECK (cause IN ('captured', 'changed', 'rule-changed', 'happened', 'faded')),
  CONSTRAINT lead_score_lead_fk FOREIGN KEY (organization_id, lead_id) REFERENCES lead (organization_id, id),
  CONSTRAINT lead_score_rule_fk FOREIGN KEY (organization_id, rule_id) REFERENCES score_rule (organization_id, id)
);
CREATE INDEX lead_score_lead ON lead_score (organization_id, lead_id, rule_id, entry_id, recorded_at, id);
CREATE INDEX lead_score_rule ON lead_score (organization_id, rule_id);
ALTER TABLE lead_score ALTER COLUMN organization_id SET (n_distinct = 50);
ALTER TABLE lead_score ENABLE ROW LEVEL SECURITY;
ALTER TABLE lead_score FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON lead_score USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON lead_score AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT ON lead_score TO crm_app;

-- Whoever assigns counts the open leads of each member.
CREATE INDEX lead_open_work ON lead (organization_id, owner_id, phase) WHERE deleted_at IS NULL;
COMMENT ON INDEX lead_open_work IS 'by hand: loads of members';
