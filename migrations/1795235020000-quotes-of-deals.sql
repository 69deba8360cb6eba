-- OpportunityLine, declared in libs/sales/quotations/opportunity-line.ts
CREATE TABLE "opportunity_line" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "text" text COLLATE "unicode",
  "product_id" uuid,
  "details" text,
  "position" bigint,
  "quantity" bigint NOT NULL,
  "unit" text COLLATE "unicode",
  "unit_price" bigint,
  "discount_percent" bigint,
  "tax_rate_id" uuid,
  "price_id" uuid,
  "list_price" bigint,
  "amount" bigint,
  "amount_currency" text,
  "owner_id" uuid,
  "opportunity_id" uuid NOT NULL,
  CONSTRAINT "opportunity_line_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "opportunity_line_text_check" CHECK (length("text") <= 300),
  CONSTRAINT "opportunity_line_details_check" CHECK (length("details") <= 4000),
  CONSTRAINT "opportunity_line_unit_check" CHECK (length("unit") <= 30),
  CONSTRAINT "opportunity_line_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "opportunity_line_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "opportunity_line_product_id_fk" FOREIGN KEY (organization_id, "product_id") REFERENCES "product" (organization_id, id),
  CONSTRAINT "opportunity_line_tax_rate_id_fk" FOREIGN KEY (organization_id, "tax_rate_id") REFERENCES "tax_rate" (organization_id, id),
  CONSTRAINT "opportunity_line_price_id_fk" FOREIGN KEY (organization_id, "price_id") REFERENCES "price" (organization_id, id),
  CONSTRAINT "opportunity_line_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "opportunity_line_opportunity_id_fk" FOREIGN KEY (organization_id, "opportunity_id") REFERENCES "opportunity" (organization_id, id)
);
CREATE INDEX "opportunity_line_text_index" ON "opportunity_line" (organization_id, "text", id) WHERE deleted_at IS NULL;
CREATE INDEX "opportunity_line_product_id_index" ON "opportunity_line" (organization_id, "product_id", id);
CREATE INDEX "opportunity_line_quantity_index" ON "opportunity_line" (organization_id, "quantity", id) WHERE deleted_at IS NULL;
CREATE INDEX "opportunity_line_unit_price_index" ON "opportunity_line" (organization_id, "unit_price", id) WHERE deleted_at IS NULL;
CREATE INDEX "opportunity_line_tax_rate_id_index" ON "opportunity_line" (organization_id, "tax_rate_id", id);
CREATE INDEX "opportunity_line_price_id_index" ON "opportunity_line" (organization_id, "price_id", id);
CREATE INDEX "opportunity_line_amount_index" ON "opportunity_line" (organization_id, "amount", id) WHERE deleted_at IS NULL;
CREATE INDEX "opportunity_line_owner_id_index" ON "opportunity_line" (organization_id, "owner_id", id);
CREATE INDEX "opportunity_line_opportunity_id_index" ON "opportunity_line" (organization_id, "opportunity_id", id);
ALTER TABLE "opportunity_line" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "opportunity_line" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "opportunity_line" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "opportunity_line" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "opportunity_line" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('opportunityLine');
CREATE TRIGGER "field_values" AFTER INSERT ON "opportunity_line" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('opportunityLine');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "opportunity_line" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('opportunityLine');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "opportunity_line" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('opportunityLine');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "opportunity_line" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('opportunityLine', 'text:text:text');
CREATE TRIGGER "search_change" AFTER UPDATE ON "opportunity_line" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."text" IS DISTINCT FROM NEW."text") EXECUTE FUNCTION keep_search_entries('opportunityLine', 'text:text:text');
ALTER TABLE "opportunity_line" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "opportunity_line" FORCE ROW LEVEL SECURITY;

ALTER TABLE "quotation" ADD COLUMN "opportunity_id" uuid;

ALTER TABLE "quotation" ADD CONSTRAINT "quotation_opportunity_id_fk" FOREIGN KEY (organization_id, "opportunity_id") REFERENCES "opportunity" (organization_id, id) NOT VALID;
