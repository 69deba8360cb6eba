-- Competitor, declared in libs/sales/opportunities/competitor.ts
CREATE TABLE "competitor" (
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
  "website" text COLLATE "unicode",
  "website_domain" text,
  "strengths" text,
  "weaknesses" text,
  CONSTRAINT "competitor_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "competitor_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "competitor_website_check" CHECK (length("website") <= 2000 AND "website" ~ '^https?://'),
  CONSTRAINT "competitor_strengths_check" CHECK (length("strengths") <= 4000),
  CONSTRAINT "competitor_weaknesses_check" CHECK (length("weaknesses") <= 4000)
);
CREATE INDEX "competitor_name_index" ON "competitor" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "competitor_website_domain_index" ON "competitor" (organization_id, "website_domain", id) WHERE deleted_at IS NULL;
ALTER TABLE "competitor" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "competitor" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "competitor" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "competitor" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "competitor" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('competitor');
CREATE TRIGGER "field_values" AFTER INSERT ON "competitor" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('competitor');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "competitor" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('competitor');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "competitor" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('competitor');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "competitor" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('competitor', 'name:text:name', 'website:url:website');
CREATE TRIGGER "search_change" AFTER UPDATE ON "competitor" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name" OR OLD."website" IS DISTINCT FROM NEW."website") EXECUTE FUNCTION keep_search_entries('competitor', 'name:text:name', 'website:url:website');
ALTER TABLE "competitor" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "competitor" FORCE ROW LEVEL SECURITY;

-- ExchangeRate, declared in libs/sales/currency/exchange-rate.ts
CREATE TABLE "exchange_rate" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "currency" text COLLATE "unicode" NOT NULL,
  "day" date NOT NULL,
  "rate" text COLLATE "unicode" NOT NULL,
  "source" text COLLATE "unicode",
  CONSTRAINT "exchange_rate_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "exchange_rate_currency_check" CHECK (length("currency") <= 3),
  CONSTRAINT "exchange_rate_rate_check" CHECK (length("rate") <= 24),
  CONSTRAINT "exchange_rate_source_check" CHECK (length("source") <= 120)
);
CREATE UNIQUE INDEX exchange_rate_once ON exchange_rate (organization_id, currency, day) WHERE deleted_at IS NULL;
COMMENT ON INDEX exchange_rate_once IS 'by hand: one rate for each day';
CREATE INDEX "exchange_rate_currency_index" ON "exchange_rate" (organization_id, "currency", id) WHERE deleted_at IS NULL;
CREATE INDEX "exchange_rate_day_index" ON "exchange_rate" (organization_id, "day", id) WHERE deleted_at IS NULL;
CREATE INDEX "exchange_rate_rate_index" ON "exchange_rate" (organization_id, "rate", id) WHERE deleted_at IS NULL;
ALTER TABLE "exchange_rate" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "exchange_rate" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "exchange_rate" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "exchange_rate" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "exchange_rate" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('exchangeRate');
CREATE TRIGGER "field_values" AFTER INSERT ON "exchange_rate" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('exchangeRate');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "exchange_rate" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('exchangeRate');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "exchange_rate" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('exchangeRate');
ALTER TABLE "exchange_rate" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "exchange_rate" FORCE ROW LEVEL SECURITY;

-- LostReason, declared in libs/sales/opportunities/lost-reason.ts
CREATE TABLE "lost_reason" (
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
  CONSTRAINT "lost_reason_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "lost_reason_name_check" CHECK (length("name") <= 80)
);
CREATE INDEX "lost_reason_name_index" ON "lost_reason" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "lost_reason_position_index" ON "lost_reason" (organization_id, "position", id) WHERE deleted_at IS NULL;
CREATE INDEX "lost_reason_active_index" ON "lost_reason" (organization_id, "active", id) WHERE deleted_at IS NULL;
ALTER TABLE "lost_reason" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "lost_reason" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "lost_reason" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "lost_reason" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "lost_reason" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('lostReason');
CREATE TRIGGER "field_values" AFTER INSERT ON "lost_reason" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('lostReason');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "lost_reason" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('lostReason');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "lost_reason" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('lostReason');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "lost_reason" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('lostReason', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "lost_reason" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('lostReason', 'name:text:name');
ALTER TABLE "lost_reason" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "lost_reason" FORCE ROW LEVEL SECURITY;

-- Pipeline, declared in libs/sales/opportunities/pipeline.ts
CREATE TABLE "pipeline" (
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
  "description" text,
  "position" bigint NOT NULL DEFAULT 100,
  CONSTRAINT "pipeline_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "pipeline_name_check" CHECK (length("name") <= 80),
  CONSTRAINT "pipeline_description_check" CHECK (length("description") <= 1000)
);
CREATE INDEX "pipeline_name_index" ON "pipeline" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "pipeline_position_index" ON "pipeline" (organization_id, "position", id) WHERE deleted_at IS NULL;
ALTER TABLE "pipeline" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "pipeline" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "pipeline" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "pipeline" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "pipeline" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('pipeline');
CREATE TRIGGER "field_values" AFTER INSERT ON "pipeline" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('pipeline');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "pipeline" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('pipeline');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "pipeline" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('pipeline');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "pipeline" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('pipeline', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "pipeline" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('pipeline', 'name:text:name');
ALTER TABLE "pipeline" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "pipeline" FORCE ROW LEVEL SECURITY;

-- Stage, declared in libs/sales/opportunities/stage.ts
CREATE TABLE "stage" (
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
  "pipeline_id" uuid NOT NULL,
  "position" bigint NOT NULL DEFAULT 100,
  "kind" text COLLATE "unicode" NOT NULL DEFAULT 'open',
  "probability" double precision NOT NULL DEFAULT 10,
  "category" text COLLATE "unicode" NOT NULL DEFAULT 'pipeline',
  "required_fields" text[],
  "needs_lost_reason" boolean NOT NULL DEFAULT false,
  "needs_approval" boolean NOT NULL DEFAULT false,
  CONSTRAINT "stage_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "stage_name_check" CHECK (length("name") <= 80),
  CONSTRAINT "stage_kind_check" CHECK ("kind" IN ('open', 'won', 'lost')),
  CONSTRAINT "stage_category_check" CHECK ("category" IN ('pipeline', 'best-case', 'commit', 'closed')),
  CONSTRAINT "stage_required_fields_check" CHECK (cardinality("required_fields") <= 50),
  CONSTRAINT "stage_pipeline_id_fk" FOREIGN KEY (organization_id, "pipeline_id") REFERENCES "pipeline" (organization_id, id),
  CONSTRAINT stage_of_pipeline UNIQUE (organization_id, pipeline_id, id),
  CONSTRAINT stage_ends CHECK (probability BETWEEN 0 AND 100 AND (kind <> 'won' OR probability = 100) AND (kind <> 'lost' OR probability = 0))
);
COMMENT ON CONSTRAINT stage_of_pipeline ON stage IS 'by hand: what the composite key of deals points at';
COMMENT ON CONSTRAINT stage_ends ON stage IS 'by hand: won is 100, lost is 0';
CREATE INDEX "stage_name_index" ON "stage" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "stage_pipeline_id_index" ON "stage" (organization_id, "pipeline_id", id);
CREATE INDEX "stage_position_index" ON "stage" (organization_id, "position", id) WHERE deleted_at IS NULL;
CREATE INDEX "stage_kind_index" ON "stage" (organization_id, "kind", id) WHERE deleted_at IS NULL;
CREATE INDEX "stage_probability_index" ON "stage" (organization_id, "probability", id) WHERE deleted_at IS NULL;
CREATE INDEX "stage_category_index" ON "stage" (organization_id, "category", id) WHERE deleted_at IS NULL;
ALTER TABLE "stage" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "stage" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "stage" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "stage" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "stage" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('stage');
CREATE TRIGGER "field_values" AFTER INSERT ON "stage" FOR EACH ROW WHEN (NEW.custom <> '{}' OR NEW."required_fields" <> '{}') EXECUTE FUNCTION mirror_field_values('stage', 'required_fields');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "stage" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."required_fields" IS DISTINCT FROM NEW."required_fields") EXECUTE FUNCTION mirror_field_values('stage', 'required_fields');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "stage" FOR EACH ROW WHEN (OLD.custom <> '{}' OR OLD."required_fields" <> '{}') EXECUTE FUNCTION mirror_field_values('stage', 'required_fields');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "stage" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('stage', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "stage" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('stage', 'name:text:name');
ALTER TABLE "stage" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "stage" FORCE ROW LEVEL SECURITY;

-- Opportunity, declared in libs/sales/opportunities/opportunity.ts
CREATE TABLE "opportunity" (
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
  "company_id" uuid,
  "contact_id" uuid,
  "pipeline_id" uuid,
  "stage_id" uuid,
  "amount" bigint,
  "amount_currency" text,
  "probability" double precision,
  "probability_overridden" boolean NOT NULL DEFAULT false,
  "expected_close" date,
  "outcome" text COLLATE "unicode" NOT NULL DEFAULT 'open',
  "closed_at" timestamptz,
  "stage_since" timestamptz,
  "lost_reason_id" uuid,
  "lost_to_id" uuid,
  "lost_note" text,
  "next_step" text COLLATE "unicode",
  "next_step_on" date,
  "description" text,
  "owner_id" uuid,
  "tags" text[],
  "source" text COLLATE "unicode",
  "medium" text COLLATE "unicode",
  "campaign" text COLLATE "unicode",
  "first_touch" jsonb,
  "last_touch" jsonb,
  "rank" text COLLATE "unicode",
  "closing_rate" text COLLATE "unicode",
  "closing_rate_day" date,
  "closing_amount" bigint,
  "closing_amount_currency" text,
  "awaits_stage_id" uuid,
  "approved_stage_id" uuid,
  CONSTRAINT "opportunity_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "opportunity_name_check" CHECK (length("name") <= 160),
  CONSTRAINT "opportunity_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "opportunity_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "opportunity_outcome_check" CHECK ("outcome" IN ('open', 'won', 'lost')),
  CONSTRAINT "opportunity_lost_note_check" CHECK (length("lost_note") <= 2000),
  CONSTRAINT "opportunity_next_step_check" CHECK (length("next_step") <= 300),
  CONSTRAINT "opportunity_description_check" CHECK (length("description") <= 10000),
  CONSTRAINT "opportunity_tags_check" CHECK (cardinality("tags") <= 50),
  CONSTRAINT "opportunity_source_check" CHECK (length("source") <= 80),
  CONSTRAINT "opportunity_medium_check" CHECK (length("medium") <= 80),
  CONSTRAINT "opportunity_campaign_check" CHECK (length("campaign") <= 120),
  CONSTRAINT "opportunity_rank_check" CHECK (length("rank") <= 500),
  CONSTRAINT "opportunity_closing_rate_check" CHECK (length("closing_rate") <= 40),
  CONSTRAINT "opportunity_closing_amount_check" CHECK ("closing_amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "opportunity_closing_amount_currency_check" CHECK ("closing_amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "opportunity_company_id_fk" FOREIGN KEY (organization_id, "company_id") REFERENCES "company" (organization_id, id),
  CONSTRAINT "opportunity_contact_id_fk" FOREIGN KEY (organization_id, "contact_id") REFERENCES "contact" (organization_id, id),
  CONSTRAINT "opportunity_pipeline_id_fk" FOREIGN KEY (organization_id, "pipeline_id") REFERENCES "pipeline" (organization_id, id),
  CONSTRAINT "opportunity_stage_id_fk" FOREIGN KEY (organization_id, "stage_id") REFERENCES "stage" (organization_id, id),
  CONSTRAINT "opportunity_lost_reason_id_fk" FOREIGN KEY (organization_id, "lost_reason_id") REFERENCES "lost_reason" (organization_id, id),
  CONSTRAINT "opportunity_lost_to_id_fk" FOREIGN KEY (organization_id, "lost_to_id") REFERENCES "competitor" (organization_id, id),
  CONSTRAINT "opportunity_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "opportunity_awaits_stage_id_fk" FOREIGN KEY (organization_id, "awaits_stage_id") REFERENCES "stage" (organization_id, id),
  CONSTRAINT "opportunity_approved_stage_id_fk" FOREIGN KEY (organization_id, "approved_stage_id") REFERENCES "stage" (organization_id, id),
  CONSTRAINT opportunity_stage_of_pipeline FOREIGN KEY (organization_id, pipeline_id, stage_id) REFERENCES "stage" (organization_id, pipeline_id, id),
  CONSTRAINT opportunity_somewhere CHECK (pipeline_id IS NOT NULL AND stage_id IS NOT NULL AND probability IS NOT NULL),
  CONSTRAINT opportunity_ends CHECK (probability BETWEEN 0 AND 100 AND (outcome <> 'won' OR probability = 100) AND (outcome <> 'lost' OR probability = 0) AND (outcome = 'open') = (closed_at IS NULL))
);
COMMENT ON CONSTRAINT opportunity_stage_of_pipeline ON opportunity IS 'by hand: the stage is one of the pipeline';
COMMENT ON CONSTRAINT opportunity_somewhere ON opportunity IS 'by hand: clients may leave them out, the rules fill them in';
COMMENT ON CONSTRAINT opportunity_ends ON opportunity IS 'by hand: won is 100, lost is 0, and what is closed says since when';
-- The cards of a column in their order, and what the columns sum up.
CREATE INDEX opportunity_board ON opportunity (organization_id, pipeline_id, stage_id, rank, id) WHERE deleted_at IS NULL;
COMMENT ON INDEX opportunity_board IS 'by hand: the board';
CREATE INDEX "opportunity_name_index" ON "opportunity" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "opportunity_company_id_index" ON "opportunity" (organization_id, "company_id", id);
CREATE INDEX "opportunity_contact_id_index" ON "opportunity" (organization_id, "contact_id", id);
CREATE INDEX "opportunity_pipeline_id_index" ON "opportunity" (organization_id, "pipeline_id", id);
CREATE INDEX "opportunity_stage_id_index" ON "opportunity" (organization_id, "stage_id", id);
CREATE INDEX "opportunity_amount_index" ON "opportunity" (organization_id, "amount", id) WHERE deleted_at IS NULL;
CREATE INDEX "opportunity_expected_close_index" ON "opportunity" (organization_id, "expected_close", id) WHERE deleted_at IS NULL;
CREATE INDEX "opportunity_outcome_index" ON "opportunity" (organization_id, "outcome", id) WHERE deleted_at IS NULL;
CREATE INDEX "opportunity_lost_reason_id_index" ON "opportunity" (organization_id, "lost_reason_id", id);
CREATE INDEX "opportunity_lost_to_id_index" ON "opportunity" (organization_id, "lost_to_id", id);
CREATE INDEX "opportunity_owner_id_index" ON "opportunity" (organization_id, "owner_id", id);
CREATE INDEX "opportunity_awaits_stage_id_index" ON "opportunity" (organization_id, "awaits_stage_id", id);
CREATE INDEX "opportunity_approved_stage_id_index" ON "opportunity" (organization_id, "approved_stage_id", id);
ALTER TABLE "opportunity" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "opportunity" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "opportunity" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "opportunity" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "opportunity" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('opportunity');
CREATE TRIGGER "field_values" AFTER INSERT ON "opportunity" FOR EACH ROW WHEN (NEW.custom <> '{}' OR NEW."tags" <> '{}') EXECUTE FUNCTION mirror_field_values('opportunity', 'tags');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "opportunity" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."tags" IS DISTINCT FROM NEW."tags") EXECUTE FUNCTION mirror_field_values('opportunity', 'tags');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "opportunity" FOR EACH ROW WHEN (OLD.custom <> '{}' OR OLD."tags" <> '{}') EXECUTE FUNCTION mirror_field_values('opportunity', 'tags');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "opportunity" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('opportunity', 'name:text:name', 'description:text:description');
CREATE TRIGGER "search_change" AFTER UPDATE ON "opportunity" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name" OR OLD."description" IS DISTINCT FROM NEW."description") EXECUTE FUNCTION keep_search_entries('opportunity', 'name:text:name', 'description:text:description');
ALTER TABLE "opportunity" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "opportunity" FORCE ROW LEVEL SECURITY;

-- OpportunityCompetitor, declared in libs/sales/opportunities/opportunity-competitor.ts
CREATE TABLE "opportunity_competitor" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "opportunity_id" uuid NOT NULL,
  "competitor_id" uuid NOT NULL,
  "standing" text COLLATE "unicode" NOT NULL DEFAULT 'unknown',
  "note" text,
  "owner_id" uuid,
  CONSTRAINT "opportunity_competitor_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "opportunity_competitor_standing_check" CHECK ("standing" IN ('unknown', 'behind', 'level', 'ahead', 'incumbent', 'out')),
  CONSTRAINT "opportunity_competitor_note_check" CHECK (length("note") <= 1000),
  CONSTRAINT "opportunity_competitor_opportunity_id_fk" FOREIGN KEY (organization_id, "opportunity_id") REFERENCES "opportunity" (organization_id, id),
  CONSTRAINT "opportunity_competitor_competitor_id_fk" FOREIGN KEY (organization_id, "competitor_id") REFERENCES "competitor" (organization_id, id),
  CONSTRAINT "opportunity_competitor_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "opportunity_competitor_opportunity_id_index" ON "opportunity_competitor" (organization_id, "opportunity_id", id);
CREATE INDEX "opportunity_competitor_competitor_id_index" ON "opportunity_competitor" (organization_id, "competitor_id", id);
CREATE INDEX "opportunity_competitor_standing_index" ON "opportunity_competitor" (organization_id, "standing", id) WHERE deleted_at IS NULL;
CREATE INDEX "opportunity_competitor_owner_id_index" ON "opportunity_competitor" (organization_id, "owner_id", id);
ALTER TABLE "opportunity_competitor" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "opportunity_competitor" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "opportunity_competitor" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "opportunity_competitor" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "opportunity_competitor" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('opportunityCompetitor');
CREATE TRIGGER "field_values" AFTER INSERT ON "opportunity_competitor" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('opportunityCompetitor');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "opportunity_competitor" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('opportunityCompetitor');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "opportunity_competitor" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('opportunityCompetitor');
ALTER TABLE "opportunity_competitor" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "opportunity_competitor" FORCE ROW LEVEL SECURITY;

-- OpportunityContact, declared in libs/sales/opportunities/opportunity-contact.ts
CREATE TABLE "opportunity_contact" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "opportunity_id" uuid NOT NULL,
  "contact_id" uuid NOT NULL,
  "role" text COLLATE "unicode" NOT NULL DEFAULT 'user',
  "note" text COLLATE "unicode",
  "owner_id" uuid,
  CONSTRAINT "opportunity_contact_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "opportunity_contact_role_check" CHECK ("role" IN ('decision-maker', 'economic-buyer', 'champion', 'influencer', 'user', 'purchasing', 'opponent')),
  CONSTRAINT "opportunity_contact_note_check" CHECK (length("note") <= 300),
  CONSTRAINT "opportunity_contact_opportunity_id_fk" FOREIGN KEY (organization_id, "opportunity_id") REFERENCES "opportunity" (organization_id, id),
  CONSTRAINT "opportunity_contact_contact_id_fk" FOREIGN KEY (organization_id, "contact_id") REFERENCES "contact" (organization_id, id),
  CONSTRAINT "opportunity_contact_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "opportunity_contact_opportunity_id_index" ON "opportunity_contact" (organization_id, "opportunity_id", id);
CREATE INDEX "opportunity_contact_contact_id_index" ON "opportunity_contact" (organization_id, "contact_id", id);
CREATE INDEX "opportunity_contact_role_index" ON "opportunity_contact" (organization_id, "role", id) WHERE deleted_at IS NULL;
CREATE INDEX "opportunity_contact_owner_id_index" ON "opportunity_contact" (organization_id, "owner_id", id);
ALTER TABLE "opportunity_contact" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "opportunity_contact" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "opportunity_contact" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "opportunity_contact" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "opportunity_contact" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('opportunityContact');
CREATE TRIGGER "field_values" AFTER INSERT ON "opportunity_contact" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('opportunityContact');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "opportunity_contact" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('opportunityContact');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "opportunity_contact" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('opportunityContact');
ALTER TABLE "opportunity_contact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "opportunity_contact" FORCE ROW LEVEL SECURITY;

-- OpportunitySplit, declared in libs/sales/opportunities/opportunity-split.ts
CREATE TABLE "opportunity_split" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "opportunity_id" uuid NOT NULL,
  "member_id" uuid NOT NULL,
  "percent" double precision NOT NULL,
  CONSTRAINT "opportunity_split_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "opportunity_split_opportunity_id_fk" FOREIGN KEY (organization_id, "opportunity_id") REFERENCES "opportunity" (organization_id, id),
  CONSTRAINT "opportunity_split_member_id_fk" FOREIGN KEY (organization_id, "member_id") REFERENCES "member" (organization_id, id)
);
CREATE UNIQUE INDEX opportunity_split_once ON opportunity_split (organization_id, opportunity_id, member_id) WHERE deleted_at IS NULL;
COMMENT ON INDEX opportunity_split_once IS 'by hand: each has one share';
CREATE INDEX "opportunity_split_opportunity_id_index" ON "opportunity_split" (organization_id, "opportunity_id", id);
CREATE INDEX "opportunity_split_member_id_index" ON "opportunity_split" (organization_id, "member_id", id);
ALTER TABLE "opportunity_split" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "opportunity_split" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "opportunity_split" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "opportunity_split" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "opportunity_split" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('opportunitySplit');
CREATE TRIGGER "field_values" AFTER INSERT ON "opportunity_split" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('opportunitySplit');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "opportunity_split" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('opportunitySplit');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "opportunity_split" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('opportunitySplit');
ALTER TABLE "opportunity_split" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "opportunity_split" FORCE ROW LEVEL SECURITY;

-- Which stage a deal was in since when. Only ever added to: whoever serves may neither change nor delete it. A correction is an
-- entry that replaces another and keeps its place in the order (origin).
CREATE TABLE stage_entry (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  origin uuid NOT NULL,
  replaces_id uuid,
  opportunity_id uuid NOT NULL,
  stage_id uuid NOT NULL,
  from_stage_id uuid,
  entered_at timestamptz NOT NULL,
  member_id uuid,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT stage_entry_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT stage_entry_replaced_once UNIQUE (organization_id, replaces_id),
  CONSTRAINT stage_entry_past CHECK (entered_at <= recorded_at),
  CONSTRAINT stage_entry_opportunity_fk FOREIGN KEY (organization_id, opportunity_id) REFERENCES opportunity (organization_id, id),
  CONSTRAINT stage_entry_stage_fk FOREIGN KEY (organization_id, stage_id) REFERENCES stage (organization_id, id),
  CONSTRAINT stage_entry_from_stage_fk FOREIGN KEY (organization_id, from_stage_id) REFERENCES stage (organization_id, id),
  CONSTRAINT stage_entry_replaces_id_fk FOREIGN KEY (organization_id, replaces_id) REFERENCES stage_entry (organization_id, id)
);
CREATE INDEX stage_entry_deal ON stage_entry (organization_id, opportunity_id, entered_at, origin);
CREATE INDEX stage_entry_stage ON stage_entry (organization_id, stage_id, entered_at);
CREATE INDEX stage_entry_from_stage ON stage_entry (organization_id, from_stage_id);
ALTER TABLE stage_entry ALTER COLUMN organization_id SET (n_distinct = 50);
ALTER TABLE stage_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE stage_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON stage_entry USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON stage_entry AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT ON stage_entry TO crm_app;
