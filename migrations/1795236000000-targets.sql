-- AcquisitionCost, declared in libs/sales/reports/acquisition-cost.ts
CREATE TABLE "acquisition_cost" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "source" text COLLATE "unicode" NOT NULL,
  "campaign" text COLLATE "unicode",
  "day" date NOT NULL,
  "amount" bigint NOT NULL,
  "amount_currency" text,
  "note" text COLLATE "unicode",
  CONSTRAINT "acquisition_cost_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "acquisition_cost_source_check" CHECK (length("source") <= 80),
  CONSTRAINT "acquisition_cost_campaign_check" CHECK (length("campaign") <= 120),
  CONSTRAINT "acquisition_cost_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "acquisition_cost_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "acquisition_cost_note_check" CHECK (length("note") <= 300)
);
CREATE INDEX "acquisition_cost_source_index" ON "acquisition_cost" (organization_id, "source", id) WHERE deleted_at IS NULL;
CREATE INDEX "acquisition_cost_campaign_index" ON "acquisition_cost" (organization_id, "campaign", id) WHERE deleted_at IS NULL;
CREATE INDEX "acquisition_cost_day_index" ON "acquisition_cost" (organization_id, "day", id) WHERE deleted_at IS NULL;
CREATE INDEX "acquisition_cost_amount_index" ON "acquisition_cost" (organization_id, "amount", id) WHERE deleted_at IS NULL;
ALTER TABLE "acquisition_cost" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "acquisition_cost" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "acquisition_cost" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "acquisition_cost" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "acquisition_cost" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('acquisitionCost');
CREATE TRIGGER "field_values" AFTER INSERT ON "acquisition_cost" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('acquisitionCost');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "acquisition_cost" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('acquisitionCost');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "acquisition_cost" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('acquisitionCost');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "acquisition_cost" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('acquisitionCost', 'source:text:source');
CREATE TRIGGER "search_change" AFTER UPDATE ON "acquisition_cost" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."source" IS DISTINCT FROM NEW."source") EXECUTE FUNCTION keep_search_entries('acquisitionCost', 'source:text:source');
ALTER TABLE "acquisition_cost" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "acquisition_cost" FORCE ROW LEVEL SECURITY;

-- DealCredit, declared in libs/sales/targets/deal-credit.ts
CREATE TABLE "deal_credit" (
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
  "member_id" uuid,
  "team_id" uuid,
  "day" date NOT NULL,
  "percent" double precision NOT NULL,
  "amount" bigint,
  "amount_currency" text,
  CONSTRAINT "deal_credit_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "deal_credit_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "deal_credit_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "deal_credit_opportunity_id_fk" FOREIGN KEY (organization_id, "opportunity_id") REFERENCES "opportunity" (organization_id, id),
  CONSTRAINT "deal_credit_member_id_fk" FOREIGN KEY (organization_id, "member_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "deal_credit_team_id_fk" FOREIGN KEY (organization_id, "team_id") REFERENCES "team" (organization_id, id)
);
CREATE INDEX "deal_credit_opportunity_id_index" ON "deal_credit" (organization_id, "opportunity_id", id);
CREATE INDEX "deal_credit_member_id_index" ON "deal_credit" (organization_id, "member_id", id);
CREATE INDEX "deal_credit_team_id_index" ON "deal_credit" (organization_id, "team_id", id);
ALTER TABLE "deal_credit" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "deal_credit" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "deal_credit" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "deal_credit" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "deal_credit" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('dealCredit');
CREATE TRIGGER "field_values" AFTER INSERT ON "deal_credit" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('dealCredit');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "deal_credit" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('dealCredit');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "deal_credit" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('dealCredit');
ALTER TABLE "deal_credit" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "deal_credit" FORCE ROW LEVEL SECURITY;

-- ForecastAdjustment, declared in libs/sales/targets/forecast-adjustment.ts
CREATE TABLE "forecast_adjustment" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "member_id" uuid NOT NULL,
  "period" text COLLATE "unicode" NOT NULL DEFAULT 'quarter',
  "starts_on" date NOT NULL,
  "ends_on" date,
  "category" text COLLATE "unicode" NOT NULL DEFAULT 'commit',
  "amount" bigint NOT NULL,
  "amount_currency" text,
  "note" text NOT NULL,
  CONSTRAINT "forecast_adjustment_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "forecast_adjustment_period_check" CHECK ("period" IN ('month', 'quarter', 'year')),
  CONSTRAINT "forecast_adjustment_category_check" CHECK ("category" IN ('pipeline', 'best-case', 'commit', 'closed')),
  CONSTRAINT "forecast_adjustment_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "forecast_adjustment_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "forecast_adjustment_note_check" CHECK (length("note") <= 2000),
  CONSTRAINT "forecast_adjustment_member_id_fk" FOREIGN KEY (organization_id, "member_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "forecast_adjustment_member_id_index" ON "forecast_adjustment" (organization_id, "member_id", id);
CREATE INDEX "forecast_adjustment_period_index" ON "forecast_adjustment" (organization_id, "period", id) WHERE deleted_at IS NULL;
CREATE INDEX "forecast_adjustment_starts_on_index" ON "forecast_adjustment" (organization_id, "starts_on", id) WHERE deleted_at IS NULL;
CREATE INDEX "forecast_adjustment_category_index" ON "forecast_adjustment" (organization_id, "category", id) WHERE deleted_at IS NULL;
CREATE INDEX "forecast_adjustment_amount_index" ON "forecast_adjustment" (organization_id, "amount", id) WHERE deleted_at IS NULL;
ALTER TABLE "forecast_adjustment" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "forecast_adjustment" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "forecast_adjustment" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "forecast_adjustment" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "forecast_adjustment" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('forecastAdjustment');
CREATE TRIGGER "field_values" AFTER INSERT ON "forecast_adjustment" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('forecastAdjustment');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "forecast_adjustment" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('forecastAdjustment');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "forecast_adjustment" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('forecastAdjustment');
ALTER TABLE "forecast_adjustment" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "forecast_adjustment" FORCE ROW LEVEL SECURITY;

-- ForecastSubmission, declared in libs/sales/targets/forecast-submission.ts
CREATE TABLE "forecast_submission" (
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
  "period" text COLLATE "unicode" NOT NULL,
  "starts_on" date NOT NULL,
  "ends_on" date NOT NULL,
  "note" text,
  CONSTRAINT "forecast_submission_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "forecast_submission_period_check" CHECK ("period" IN ('month', 'quarter', 'year')),
  CONSTRAINT "forecast_submission_note_check" CHECK (length("note") <= 2000),
  CONSTRAINT "forecast_submission_member_id_fk" FOREIGN KEY (organization_id, "member_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "forecast_submission_member_id_index" ON "forecast_submission" (organization_id, "member_id", id);
ALTER TABLE "forecast_submission" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "forecast_submission" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "forecast_submission" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "forecast_submission" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "forecast_submission" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('forecastSubmission');
CREATE TRIGGER "field_values" AFTER INSERT ON "forecast_submission" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('forecastSubmission');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "forecast_submission" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('forecastSubmission');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "forecast_submission" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('forecastSubmission');
ALTER TABLE "forecast_submission" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "forecast_submission" FORCE ROW LEVEL SECURITY;

-- ForecastLine, declared in libs/sales/targets/forecast-submission.ts
CREATE TABLE "forecast_line" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "submission_id" uuid NOT NULL,
  "opportunity_id" uuid NOT NULL,
  "name" text COLLATE "unicode" NOT NULL,
  "owner_id" uuid,
  "category" text COLLATE "unicode" NOT NULL,
  "amount" bigint,
  "amount_currency" text,
  "in_base" bigint,
  "in_base_currency" text,
  "expected_close" date,
  CONSTRAINT "forecast_line_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "forecast_line_name_check" CHECK (length("name") <= 160),
  CONSTRAINT "forecast_line_category_check" CHECK ("category" IN ('pipeline', 'best-case', 'commit', 'closed')),
  CONSTRAINT "forecast_line_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "forecast_line_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "forecast_line_in_base_check" CHECK ("in_base" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "forecast_line_in_base_currency_check" CHECK ("in_base_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "forecast_line_submission_id_fk" FOREIGN KEY (organization_id, "submission_id") REFERENCES "forecast_submission" (organization_id, id),
  CONSTRAINT "forecast_line_opportunity_id_fk" FOREIGN KEY (organization_id, "opportunity_id") REFERENCES "opportunity" (organization_id, id),
  CONSTRAINT "forecast_line_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "forecast_line_submission_id_index" ON "forecast_line" (organization_id, "submission_id", id);
CREATE INDEX "forecast_line_opportunity_id_index" ON "forecast_line" (organization_id, "opportunity_id", id);
CREATE INDEX "forecast_line_owner_id_index" ON "forecast_line" (organization_id, "owner_id", id);
ALTER TABLE "forecast_line" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "forecast_line" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "forecast_line" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "forecast_line" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "forecast_line" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('forecastLine');
CREATE TRIGGER "field_values" AFTER INSERT ON "forecast_line" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('forecastLine');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "forecast_line" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('forecastLine');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "forecast_line" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('forecastLine');
ALTER TABLE "forecast_line" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "forecast_line" FORCE ROW LEVEL SECURITY;

-- SalesTarget, declared in libs/sales/targets/sales-target.ts
CREATE TABLE "sales_target" (
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
  "member_id" uuid,
  "team_id" uuid,
  "period" text COLLATE "unicode" NOT NULL DEFAULT 'quarter',
  "starts_on" date NOT NULL,
  "ends_on" date,
  "measure" text COLLATE "unicode" NOT NULL DEFAULT 'amount',
  "amount" bigint,
  "amount_currency" text,
  "number" bigint,
  CONSTRAINT "sales_target_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "sales_target_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "sales_target_period_check" CHECK ("period" IN ('month', 'quarter', 'year')),
  CONSTRAINT "sales_target_measure_check" CHECK ("measure" IN ('amount', 'deals')),
  CONSTRAINT "sales_target_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "sales_target_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "sales_target_member_id_fk" FOREIGN KEY (organization_id, "member_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "sales_target_team_id_fk" FOREIGN KEY (organization_id, "team_id") REFERENCES "team" (organization_id, id)
);
CREATE INDEX "sales_target_name_index" ON "sales_target" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_target_member_id_index" ON "sales_target" (organization_id, "member_id", id);
CREATE INDEX "sales_target_team_id_index" ON "sales_target" (organization_id, "team_id", id);
CREATE INDEX "sales_target_period_index" ON "sales_target" (organization_id, "period", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_target_starts_on_index" ON "sales_target" (organization_id, "starts_on", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_target_measure_index" ON "sales_target" (organization_id, "measure", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_target_amount_index" ON "sales_target" (organization_id, "amount", id) WHERE deleted_at IS NULL;
ALTER TABLE "sales_target" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "sales_target" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "sales_target" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "sales_target" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "sales_target" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('salesTarget');
CREATE TRIGGER "field_values" AFTER INSERT ON "sales_target" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('salesTarget');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "sales_target" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('salesTarget');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "sales_target" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('salesTarget');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "sales_target" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('salesTarget', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "sales_target" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('salesTarget', 'name:text:name');
ALTER TABLE "sales_target" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sales_target" FORCE ROW LEVEL SECURITY;

ALTER TABLE "opportunity" ADD COLUMN "reached_stage_id" uuid;

ALTER TABLE "sales_settings" ADD COLUMN "fiscal_year_month" bigint NOT NULL DEFAULT 1;

ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_reached_stage_id_fk" FOREIGN KEY (organization_id, "reached_stage_id") REFERENCES "stage" (organization_id, id) NOT VALID;
