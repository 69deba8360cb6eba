-- Quotation, declared in libs/sales/quotations/quotation.ts
CREATE TABLE "quotation" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "number" text COLLATE "unicode",
  "name" text COLLATE "unicode" NOT NULL,
  "company_id" uuid NOT NULL,
  "contact_id" uuid,
  "owner_id" uuid,
  "currency" text COLLATE "unicode",
  "tax_included" boolean,
  "discount_percent" bigint,
  "discount_amount" bigint,
  "discount_amount_currency" text,
  "language" text COLLATE "unicode",
  "introduction" text,
  "terms" text,
  "rounding" text COLLATE "unicode",
  "rounding_per" text COLLATE "unicode",
  "subtotal" bigint,
  "subtotal_currency" text,
  "discount_total" bigint,
  "discount_total_currency" text,
  "rounding_total" bigint,
  "rounding_total_currency" text,
  "net_total" bigint,
  "net_total_currency" text,
  "tax_total" bigint,
  "tax_total_currency" text,
  "total" bigint,
  "total_currency" text,
  "taxes" jsonb,
  "state" text COLLATE "unicode" NOT NULL DEFAULT 'draft',
  "valid_until" date,
  "opportunity_id" uuid,
  "price_book_id" uuid,
  "edition" bigint,
  "replaces_id" uuid,
  "favour" bigint,
  "asked_by_id" uuid,
  "approved_by_id" uuid,
  "issued_at" timestamptz,
  "sent_at" timestamptz,
  "answered_at" timestamptz,
  "reason" text COLLATE "unicode",
  "notes" text,
  CONSTRAINT "quotation_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "quotation_number_check" CHECK (length("number") <= 60),
  CONSTRAINT "quotation_name_check" CHECK (length("name") <= 160),
  CONSTRAINT "quotation_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "quotation_discount_amount_check" CHECK ("discount_amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "quotation_discount_amount_currency_check" CHECK ("discount_amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "quotation_language_check" CHECK ("language" IN ('en', 'de', 'ar')),
  CONSTRAINT "quotation_introduction_check" CHECK (length("introduction") <= 4000),
  CONSTRAINT "quotation_terms_check" CHECK (length("terms") <= 10000),
  CONSTRAINT "quotation_rounding_check" CHECK ("rounding" IN ('half-up', 'half-even', 'up', 'down')),
  CONSTRAINT "quotation_rounding_per_check" CHECK ("rounding_per" IN ('line', 'document')),
  CONSTRAINT "quotation_subtotal_check" CHECK ("subtotal" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "quotation_subtotal_currency_check" CHECK ("subtotal_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "quotation_discount_total_check" CHECK ("discount_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "quotation_discount_total_currency_check" CHECK ("discount_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "quotation_rounding_total_check" CHECK ("rounding_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "quotation_rounding_total_currency_check" CHECK ("rounding_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "quotation_net_total_check" CHECK ("net_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "quotation_net_total_currency_check" CHECK ("net_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "quotation_tax_total_check" CHECK ("tax_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "quotation_tax_total_currency_check" CHECK ("tax_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "quotation_total_check" CHECK ("total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "quotation_total_currency_check" CHECK ("total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "quotation_state_check" CHECK ("state" IN ('draft', 'in-approval', 'approved', 'issued', 'accepted', 'declined', 'expired', 'superseded', 'void')),
  CONSTRAINT "quotation_reason_check" CHECK (length("reason") <= 500),
  CONSTRAINT "quotation_notes_check" CHECK (length("notes") <= 4000),
  CONSTRAINT "quotation_company_id_fk" FOREIGN KEY (organization_id, "company_id") REFERENCES "company" (organization_id, id),
  CONSTRAINT "quotation_contact_id_fk" FOREIGN KEY (organization_id, "contact_id") REFERENCES "contact" (organization_id, id),
  CONSTRAINT "quotation_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "quotation_price_book_id_fk" FOREIGN KEY (organization_id, "price_book_id") REFERENCES "price_book" (organization_id, id),
  CONSTRAINT "quotation_replaces_id_fk" FOREIGN KEY (organization_id, "replaces_id") REFERENCES "quotation" (organization_id, id),
  CONSTRAINT "quotation_asked_by_id_fk" FOREIGN KEY (organization_id, "asked_by_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "quotation_approved_by_id_fk" FOREIGN KEY (organization_id, "approved_by_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "quotation_opportunity_id_fk" FOREIGN KEY (organization_id, "opportunity_id") REFERENCES "opportunity" (organization_id, id)
);
CREATE INDEX "quotation_number_index" ON "quotation" (organization_id, "number", id) WHERE deleted_at IS NULL;
CREATE INDEX "quotation_name_index" ON "quotation" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "quotation_company_id_index" ON "quotation" (organization_id, "company_id", id);
CREATE INDEX "quotation_contact_id_index" ON "quotation" (organization_id, "contact_id", id);
CREATE INDEX "quotation_owner_id_index" ON "quotation" (organization_id, "owner_id", id);
CREATE INDEX "quotation_total_index" ON "quotation" (organization_id, "total", id) WHERE deleted_at IS NULL;
CREATE INDEX "quotation_state_index" ON "quotation" (organization_id, "state", id) WHERE deleted_at IS NULL;
CREATE INDEX "quotation_valid_until_index" ON "quotation" (organization_id, "valid_until", id) WHERE deleted_at IS NULL;
CREATE INDEX "quotation_opportunity_id_index" ON "quotation" (organization_id, "opportunity_id", id);
CREATE INDEX "quotation_price_book_id_index" ON "quotation" (organization_id, "price_book_id", id);
CREATE INDEX "quotation_replaces_id_index" ON "quotation" (organization_id, "replaces_id", id);
CREATE INDEX "quotation_asked_by_id_index" ON "quotation" (organization_id, "asked_by_id", id);
CREATE INDEX "quotation_approved_by_id_index" ON "quotation" (organization_id, "approved_by_id", id);
ALTER TABLE "quotation" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "quotation" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "quotation" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "quotation" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "quotation" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('quotation');
CREATE TRIGGER "field_values" AFTER INSERT ON "quotation" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('quotation');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "quotation" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('quotation');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "quotation" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('quotation');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "quotation" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('quotation', 'number:text:number', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "quotation" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."number" IS DISTINCT FROM NEW."number" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('quotation', 'number:text:number', 'name:text:name');
ALTER TABLE "quotation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "quotation" FORCE ROW LEVEL SECURITY;

-- SalesOrder, declared in libs/sales/orders/sales-order.ts
CREATE TABLE "sales_order" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "number" text COLLATE "unicode",
  "name" text COLLATE "unicode" NOT NULL,
  "company_id" uuid NOT NULL,
  "contact_id" uuid,
  "owner_id" uuid,
  "currency" text COLLATE "unicode",
  "tax_included" boolean,
  "discount_percent" bigint,
  "discount_amount" bigint,
  "discount_amount_currency" text,
  "language" text COLLATE "unicode",
  "introduction" text,
  "terms" text,
  "rounding" text COLLATE "unicode",
  "rounding_per" text COLLATE "unicode",
  "subtotal" bigint,
  "subtotal_currency" text,
  "discount_total" bigint,
  "discount_total_currency" text,
  "rounding_total" bigint,
  "rounding_total_currency" text,
  "net_total" bigint,
  "net_total_currency" text,
  "tax_total" bigint,
  "tax_total_currency" text,
  "total" bigint,
  "total_currency" text,
  "taxes" jsonb,
  "state" text COLLATE "unicode" NOT NULL DEFAULT 'open',
  "ordered_on" date,
  "deliver_by" date,
  "quotation_id" uuid,
  CONSTRAINT "sales_order_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "sales_order_number_check" CHECK (length("number") <= 60),
  CONSTRAINT "sales_order_name_check" CHECK (length("name") <= 160),
  CONSTRAINT "sales_order_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "sales_order_discount_amount_check" CHECK ("discount_amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "sales_order_discount_amount_currency_check" CHECK ("discount_amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "sales_order_language_check" CHECK ("language" IN ('en', 'de', 'ar')),
  CONSTRAINT "sales_order_introduction_check" CHECK (length("introduction") <= 4000),
  CONSTRAINT "sales_order_terms_check" CHECK (length("terms") <= 10000),
  CONSTRAINT "sales_order_rounding_check" CHECK ("rounding" IN ('half-up', 'half-even', 'up', 'down')),
  CONSTRAINT "sales_order_rounding_per_check" CHECK ("rounding_per" IN ('line', 'document')),
  CONSTRAINT "sales_order_subtotal_check" CHECK ("subtotal" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "sales_order_subtotal_currency_check" CHECK ("subtotal_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "sales_order_discount_total_check" CHECK ("discount_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "sales_order_discount_total_currency_check" CHECK ("discount_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "sales_order_rounding_total_check" CHECK ("rounding_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "sales_order_rounding_total_currency_check" CHECK ("rounding_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "sales_order_net_total_check" CHECK ("net_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "sales_order_net_total_currency_check" CHECK ("net_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "sales_order_tax_total_check" CHECK ("tax_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "sales_order_tax_total_currency_check" CHECK ("tax_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "sales_order_total_check" CHECK ("total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "sales_order_total_currency_check" CHECK ("total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "sales_order_state_check" CHECK ("state" IN ('open', 'completed', 'cancelled')),
  CONSTRAINT "sales_order_company_id_fk" FOREIGN KEY (organization_id, "company_id") REFERENCES "company" (organization_id, id),
  CONSTRAINT "sales_order_contact_id_fk" FOREIGN KEY (organization_id, "contact_id") REFERENCES "contact" (organization_id, id),
  CONSTRAINT "sales_order_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "sales_order_quotation_id_fk" FOREIGN KEY (organization_id, "quotation_id") REFERENCES "quotation" (organization_id, id)
);
CREATE INDEX "sales_order_number_index" ON "sales_order" (organization_id, "number", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_order_name_index" ON "sales_order" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_order_company_id_index" ON "sales_order" (organization_id, "company_id", id);
CREATE INDEX "sales_order_contact_id_index" ON "sales_order" (organization_id, "contact_id", id);
CREATE INDEX "sales_order_owner_id_index" ON "sales_order" (organization_id, "owner_id", id);
CREATE INDEX "sales_order_total_index" ON "sales_order" (organization_id, "total", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_order_state_index" ON "sales_order" (organization_id, "state", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_order_ordered_on_index" ON "sales_order" (organization_id, "ordered_on", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_order_deliver_by_index" ON "sales_order" (organization_id, "deliver_by", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_order_quotation_id_index" ON "sales_order" (organization_id, "quotation_id", id);
ALTER TABLE "sales_order" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "sales_order" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "sales_order" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "sales_order" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "sales_order" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('salesOrder');
CREATE TRIGGER "field_values" AFTER INSERT ON "sales_order" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('salesOrder');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "sales_order" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('salesOrder');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "sales_order" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('salesOrder');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "sales_order" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('salesOrder', 'number:text:number', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "sales_order" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."number" IS DISTINCT FROM NEW."number" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('salesOrder', 'number:text:number', 'name:text:name');
ALTER TABLE "sales_order" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sales_order" FORCE ROW LEVEL SECURITY;

-- Invoice, declared in libs/sales/invoices/invoice.ts
CREATE TABLE "invoice" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "number" text COLLATE "unicode",
  "name" text COLLATE "unicode" NOT NULL,
  "company_id" uuid NOT NULL,
  "contact_id" uuid,
  "owner_id" uuid,
  "currency" text COLLATE "unicode",
  "tax_included" boolean,
  "discount_percent" bigint,
  "discount_amount" bigint,
  "discount_amount_currency" text,
  "language" text COLLATE "unicode",
  "introduction" text,
  "terms" text,
  "rounding" text COLLATE "unicode",
  "rounding_per" text COLLATE "unicode",
  "subtotal" bigint,
  "subtotal_currency" text,
  "discount_total" bigint,
  "discount_total_currency" text,
  "rounding_total" bigint,
  "rounding_total_currency" text,
  "net_total" bigint,
  "net_total_currency" text,
  "tax_total" bigint,
  "tax_total_currency" text,
  "total" bigint,
  "total_currency" text,
  "taxes" jsonb,
  "state" text COLLATE "unicode" NOT NULL DEFAULT 'draft',
  "due_on" date,
  "issued_on" date,
  "paid_total" bigint,
  "paid_total_currency" text,
  "open_total" bigint,
  "open_total_currency" text,
  "order_id" uuid,
  "reason" text COLLATE "unicode",
  CONSTRAINT "invoice_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "invoice_number_check" CHECK (length("number") <= 60),
  CONSTRAINT "invoice_name_check" CHECK (length("name") <= 160),
  CONSTRAINT "invoice_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "invoice_discount_amount_check" CHECK ("discount_amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "invoice_discount_amount_currency_check" CHECK ("discount_amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "invoice_language_check" CHECK ("language" IN ('en', 'de', 'ar')),
  CONSTRAINT "invoice_introduction_check" CHECK (length("introduction") <= 4000),
  CONSTRAINT "invoice_terms_check" CHECK (length("terms") <= 10000),
  CONSTRAINT "invoice_rounding_check" CHECK ("rounding" IN ('half-up', 'half-even', 'up', 'down')),
  CONSTRAINT "invoice_rounding_per_check" CHECK ("rounding_per" IN ('line', 'document')),
  CONSTRAINT "invoice_subtotal_check" CHECK ("subtotal" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "invoice_subtotal_currency_check" CHECK ("subtotal_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "invoice_discount_total_check" CHECK ("discount_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "invoice_discount_total_currency_check" CHECK ("discount_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "invoice_rounding_total_check" CHECK ("rounding_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "invoice_rounding_total_currency_check" CHECK ("rounding_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "invoice_net_total_check" CHECK ("net_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "invoice_net_total_currency_check" CHECK ("net_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "invoice_tax_total_check" CHECK ("tax_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "invoice_tax_total_currency_check" CHECK ("tax_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "invoice_total_check" CHECK ("total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "invoice_total_currency_check" CHECK ("total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "invoice_state_check" CHECK ("state" IN ('draft', 'issued', 'part-paid', 'paid', 'void')),
  CONSTRAINT "invoice_paid_total_check" CHECK ("paid_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "invoice_paid_total_currency_check" CHECK ("paid_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "invoice_open_total_check" CHECK ("open_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "invoice_open_total_currency_check" CHECK ("open_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "invoice_reason_check" CHECK (length("reason") <= 500),
  CONSTRAINT "invoice_company_id_fk" FOREIGN KEY (organization_id, "company_id") REFERENCES "company" (organization_id, id),
  CONSTRAINT "invoice_contact_id_fk" FOREIGN KEY (organization_id, "contact_id") REFERENCES "contact" (organization_id, id),
  CONSTRAINT "invoice_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "invoice_order_id_fk" FOREIGN KEY (organization_id, "order_id") REFERENCES "sales_order" (organization_id, id)
);
CREATE INDEX "invoice_number_index" ON "invoice" (organization_id, "number", id) WHERE deleted_at IS NULL;
CREATE INDEX "invoice_name_index" ON "invoice" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "invoice_company_id_index" ON "invoice" (organization_id, "company_id", id);
CREATE INDEX "invoice_contact_id_index" ON "invoice" (organization_id, "contact_id", id);
CREATE INDEX "invoice_owner_id_index" ON "invoice" (organization_id, "owner_id", id);
CREATE INDEX "invoice_total_index" ON "invoice" (organization_id, "total", id) WHERE deleted_at IS NULL;
CREATE INDEX "invoice_state_index" ON "invoice" (organization_id, "state", id) WHERE deleted_at IS NULL;
CREATE INDEX "invoice_due_on_index" ON "invoice" (organization_id, "due_on", id) WHERE deleted_at IS NULL;
CREATE INDEX "invoice_issued_on_index" ON "invoice" (organization_id, "issued_on", id) WHERE deleted_at IS NULL;
CREATE INDEX "invoice_open_total_index" ON "invoice" (organization_id, "open_total", id) WHERE deleted_at IS NULL;
CREATE INDEX "invoice_order_id_index" ON "invoice" (organization_id, "order_id", id);
ALTER TABLE "invoice" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "invoice" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "invoice" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "invoice" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "invoice" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('invoice');
CREATE TRIGGER "field_values" AFTER INSERT ON "invoice" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('invoice');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "invoice" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('invoice');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "invoice" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('invoice');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "invoice" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('invoice', 'number:text:number', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "invoice" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."number" IS DISTINCT FROM NEW."number" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('invoice', 'number:text:number', 'name:text:name');
ALTER TABLE "invoice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "invoice" FORCE ROW LEVEL SECURITY;

-- InvoiceLine, declared in libs/sales/invoices/invoice.ts
CREATE TABLE "invoice_line" (
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
  "invoice_id" uuid NOT NULL,
  CONSTRAINT "invoice_line_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "invoice_line_text_check" CHECK (length("text") <= 300),
  CONSTRAINT "invoice_line_details_check" CHECK (length("details") <= 4000),
  CONSTRAINT "invoice_line_unit_check" CHECK (length("unit") <= 30),
  CONSTRAINT "invoice_line_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "invoice_line_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "invoice_line_product_id_fk" FOREIGN KEY (organization_id, "product_id") REFERENCES "product" (organization_id, id),
  CONSTRAINT "invoice_line_tax_rate_id_fk" FOREIGN KEY (organization_id, "tax_rate_id") REFERENCES "tax_rate" (organization_id, id),
  CONSTRAINT "invoice_line_price_id_fk" FOREIGN KEY (organization_id, "price_id") REFERENCES "price" (organization_id, id),
  CONSTRAINT "invoice_line_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "invoice_line_invoice_id_fk" FOREIGN KEY (organization_id, "invoice_id") REFERENCES "invoice" (organization_id, id)
);
CREATE INDEX "invoice_line_text_index" ON "invoice_line" (organization_id, "text", id) WHERE deleted_at IS NULL;
CREATE INDEX "invoice_line_product_id_index" ON "invoice_line" (organization_id, "product_id", id);
CREATE INDEX "invoice_line_quantity_index" ON "invoice_line" (organization_id, "quantity", id) WHERE deleted_at IS NULL;
CREATE INDEX "invoice_line_unit_price_index" ON "invoice_line" (organization_id, "unit_price", id) WHERE deleted_at IS NULL;
CREATE INDEX "invoice_line_tax_rate_id_index" ON "invoice_line" (organization_id, "tax_rate_id", id);
CREATE INDEX "invoice_line_price_id_index" ON "invoice_line" (organization_id, "price_id", id);
CREATE INDEX "invoice_line_amount_index" ON "invoice_line" (organization_id, "amount", id) WHERE deleted_at IS NULL;
CREATE INDEX "invoice_line_owner_id_index" ON "invoice_line" (organization_id, "owner_id", id);
CREATE INDEX "invoice_line_invoice_id_index" ON "invoice_line" (organization_id, "invoice_id", id);
ALTER TABLE "invoice_line" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "invoice_line" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "invoice_line" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "invoice_line" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "invoice_line" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('invoiceLine');
CREATE TRIGGER "field_values" AFTER INSERT ON "invoice_line" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('invoiceLine');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "invoice_line" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('invoiceLine');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "invoice_line" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('invoiceLine');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "invoice_line" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('invoiceLine', 'text:text:text');
CREATE TRIGGER "search_change" AFTER UPDATE ON "invoice_line" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."text" IS DISTINCT FROM NEW."text") EXECUTE FUNCTION keep_search_entries('invoiceLine', 'text:text:text');
ALTER TABLE "invoice_line" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "invoice_line" FORCE ROW LEVEL SECURITY;

-- Payment, declared in libs/sales/payments/payment.ts
CREATE TABLE "payment" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "reference" text COLLATE "unicode",
  "company_id" uuid,
  "amount" bigint NOT NULL,
  "amount_currency" text,
  "received_on" date NOT NULL,
  "method" text COLLATE "unicode" NOT NULL DEFAULT 'transfer',
  "state" text COLLATE "unicode" NOT NULL DEFAULT 'entered',
  "allocated_total" bigint,
  "allocated_total_currency" text,
  "refunded_total" bigint,
  "refunded_total_currency" text,
  "left_total" bigint,
  "left_total_currency" text,
  "external_id" text COLLATE "unicode",
  "reason" text COLLATE "unicode",
  "notes" text,
  "owner_id" uuid,
  CONSTRAINT "payment_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "payment_reference_check" CHECK (length("reference") <= 140),
  CONSTRAINT "payment_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "payment_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "payment_method_check" CHECK ("method" IN ('transfer', 'card', 'direct-debit', 'cash', 'cheque', 'other')),
  CONSTRAINT "payment_state_check" CHECK ("state" IN ('entered', 'recorded', 'reversed')),
  CONSTRAINT "payment_allocated_total_check" CHECK ("allocated_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "payment_allocated_total_currency_check" CHECK ("allocated_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "payment_refunded_total_check" CHECK ("refunded_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "payment_refunded_total_currency_check" CHECK ("refunded_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "payment_left_total_check" CHECK ("left_total" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "payment_left_total_currency_check" CHECK ("left_total_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "payment_external_id_check" CHECK (length("external_id") <= 200),
  CONSTRAINT "payment_reason_check" CHECK (length("reason") <= 500),
  CONSTRAINT "payment_notes_check" CHECK (length("notes") <= 2000),
  CONSTRAINT "payment_company_id_fk" FOREIGN KEY (organization_id, "company_id") REFERENCES "company" (organization_id, id),
  CONSTRAINT "payment_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "payment_reference_index" ON "payment" (organization_id, "reference", id) WHERE deleted_at IS NULL;
CREATE INDEX "payment_company_id_index" ON "payment" (organization_id, "company_id", id);
CREATE INDEX "payment_amount_index" ON "payment" (organization_id, "amount", id) WHERE deleted_at IS NULL;
CREATE INDEX "payment_received_on_index" ON "payment" (organization_id, "received_on", id) WHERE deleted_at IS NULL;
CREATE INDEX "payment_method_index" ON "payment" (organization_id, "method", id) WHERE deleted_at IS NULL;
CREATE INDEX "payment_state_index" ON "payment" (organization_id, "state", id) WHERE deleted_at IS NULL;
CREATE INDEX "payment_left_total_index" ON "payment" (organization_id, "left_total", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "payment_external_id_live" ON "payment" (organization_id, "external_id") WHERE deleted_at IS NULL;
CREATE INDEX "payment_owner_id_index" ON "payment" (organization_id, "owner_id", id);
ALTER TABLE "payment" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "payment" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "payment" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "payment" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "payment" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('payment');
CREATE TRIGGER "field_values" AFTER INSERT ON "payment" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('payment');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "payment" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('payment');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "payment" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('payment');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "payment" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('payment', 'reference:text:reference');
CREATE TRIGGER "search_change" AFTER UPDATE ON "payment" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."reference" IS DISTINCT FROM NEW."reference") EXECUTE FUNCTION keep_search_entries('payment', 'reference:text:reference');
ALTER TABLE "payment" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "payment" FORCE ROW LEVEL SECURITY;

-- PaymentAllocation, declared in libs/sales/payments/payment.ts
CREATE TABLE "payment_allocation" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "payment_id" uuid NOT NULL,
  "invoice_id" uuid NOT NULL,
  "amount" bigint NOT NULL,
  "amount_currency" text,
  "settled" bigint NOT NULL,
  "settled_currency" text,
  "exchange_difference" bigint,
  "exchange_difference_currency" text,
  "rate" text COLLATE "unicode",
  CONSTRAINT "payment_allocation_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "payment_allocation_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "payment_allocation_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "payment_allocation_settled_check" CHECK ("settled" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "payment_allocation_settled_currency_check" CHECK ("settled_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "payment_allocation_exchange_difference_check" CHECK ("exchange_difference" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "payment_allocation_exchange_difference_currency_check" CHECK ("exchange_difference_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "payment_allocation_rate_check" CHECK (length("rate") <= 40),
  CONSTRAINT "payment_allocation_payment_id_fk" FOREIGN KEY (organization_id, "payment_id") REFERENCES "payment" (organization_id, id),
  CONSTRAINT "payment_allocation_invoice_id_fk" FOREIGN KEY (organization_id, "invoice_id") REFERENCES "invoice" (organization_id, id)
);
CREATE INDEX "payment_allocation_payment_id_index" ON "payment_allocation" (organization_id, "payment_id", id);
CREATE INDEX "payment_allocation_invoice_id_index" ON "payment_allocation" (organization_id, "invoice_id", id);
ALTER TABLE "payment_allocation" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "payment_allocation" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "payment_allocation" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "payment_allocation" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "payment_allocation" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('paymentAllocation');
CREATE TRIGGER "field_values" AFTER INSERT ON "payment_allocation" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('paymentAllocation');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "payment_allocation" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('paymentAllocation');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "payment_allocation" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('paymentAllocation');
ALTER TABLE "payment_allocation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "payment_allocation" FORCE ROW LEVEL SECURITY;

-- QuotationLine, declared in libs/sales/quotations/quotation-line.ts
CREATE TABLE "quotation_line" (
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
  "quotation_id" uuid NOT NULL,
  CONSTRAINT "quotation_line_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "quotation_line_text_check" CHECK (length("text") <= 300),
  CONSTRAINT "quotation_line_details_check" CHECK (length("details") <= 4000),
  CONSTRAINT "quotation_line_unit_check" CHECK (length("unit") <= 30),
  CONSTRAINT "quotation_line_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "quotation_line_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "quotation_line_product_id_fk" FOREIGN KEY (organization_id, "product_id") REFERENCES "product" (organization_id, id),
  CONSTRAINT "quotation_line_tax_rate_id_fk" FOREIGN KEY (organization_id, "tax_rate_id") REFERENCES "tax_rate" (organization_id, id),
  CONSTRAINT "quotation_line_price_id_fk" FOREIGN KEY (organization_id, "price_id") REFERENCES "price" (organization_id, id),
  CONSTRAINT "quotation_line_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "quotation_line_quotation_id_fk" FOREIGN KEY (organization_id, "quotation_id") REFERENCES "quotation" (organization_id, id)
);
CREATE INDEX "quotation_line_text_index" ON "quotation_line" (organization_id, "text", id) WHERE deleted_at IS NULL;
CREATE INDEX "quotation_line_product_id_index" ON "quotation_line" (organization_id, "product_id", id);
CREATE INDEX "quotation_line_quantity_index" ON "quotation_line" (organization_id, "quantity", id) WHERE deleted_at IS NULL;
CREATE INDEX "quotation_line_unit_price_index" ON "quotation_line" (organization_id, "unit_price", id) WHERE deleted_at IS NULL;
CREATE INDEX "quotation_line_tax_rate_id_index" ON "quotation_line" (organization_id, "tax_rate_id", id);
CREATE INDEX "quotation_line_price_id_index" ON "quotation_line" (organization_id, "price_id", id);
CREATE INDEX "quotation_line_amount_index" ON "quotation_line" (organization_id, "amount", id) WHERE deleted_at IS NULL;
CREATE INDEX "quotation_line_owner_id_index" ON "quotation_line" (organization_id, "owner_id", id);
CREATE INDEX "quotation_line_quotation_id_index" ON "quotation_line" (organization_id, "quotation_id", id);
ALTER TABLE "quotation_line" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "quotation_line" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "quotation_line" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "quotation_line" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "quotation_line" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('quotationLine');
CREATE TRIGGER "field_values" AFTER INSERT ON "quotation_line" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('quotationLine');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "quotation_line" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('quotationLine');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "quotation_line" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('quotationLine');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "quotation_line" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('quotationLine', 'text:text:text');
CREATE TRIGGER "search_change" AFTER UPDATE ON "quotation_line" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."text" IS DISTINCT FROM NEW."text") EXECUTE FUNCTION keep_search_entries('quotationLine', 'text:text:text');
ALTER TABLE "quotation_line" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "quotation_line" FORCE ROW LEVEL SECURITY;

-- Refund, declared in libs/sales/payments/payment.ts
CREATE TABLE "refund" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "payment_id" uuid NOT NULL,
  "amount" bigint NOT NULL,
  "amount_currency" text,
  "refunded_on" date NOT NULL,
  "reason" text COLLATE "unicode",
  CONSTRAINT "refund_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "refund_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "refund_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "refund_reason_check" CHECK (length("reason") <= 500),
  CONSTRAINT "refund_payment_id_fk" FOREIGN KEY (organization_id, "payment_id") REFERENCES "payment" (organization_id, id)
);
CREATE INDEX "refund_payment_id_index" ON "refund" (organization_id, "payment_id", id);
CREATE INDEX "refund_refunded_on_index" ON "refund" (organization_id, "refunded_on", id) WHERE deleted_at IS NULL;
ALTER TABLE "refund" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "refund" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "refund" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "refund" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "refund" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('refund');
CREATE TRIGGER "field_values" AFTER INSERT ON "refund" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('refund');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "refund" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('refund');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "refund" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('refund');
ALTER TABLE "refund" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "refund" FORCE ROW LEVEL SECURITY;

-- SalesOrderLine, declared in libs/sales/orders/sales-order.ts
CREATE TABLE "sales_order_line" (
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
  "order_id" uuid NOT NULL,
  CONSTRAINT "sales_order_line_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "sales_order_line_text_check" CHECK (length("text") <= 300),
  CONSTRAINT "sales_order_line_details_check" CHECK (length("details") <= 4000),
  CONSTRAINT "sales_order_line_unit_check" CHECK (length("unit") <= 30),
  CONSTRAINT "sales_order_line_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "sales_order_line_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "sales_order_line_product_id_fk" FOREIGN KEY (organization_id, "product_id") REFERENCES "product" (organization_id, id),
  CONSTRAINT "sales_order_line_tax_rate_id_fk" FOREIGN KEY (organization_id, "tax_rate_id") REFERENCES "tax_rate" (organization_id, id),
  CONSTRAINT "sales_order_line_price_id_fk" FOREIGN KEY (organization_id, "price_id") REFERENCES "price" (organization_id, id),
  CONSTRAINT "sales_order_line_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "sales_order_line_order_id_fk" FOREIGN KEY (organization_id, "order_id") REFERENCES "sales_order" (organization_id, id)
);
CREATE INDEX "sales_order_line_text_index" ON "sales_order_line" (organization_id, "text", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_order_line_product_id_index" ON "sales_order_line" (organization_id, "product_id", id);
CREATE INDEX "sales_order_line_quantity_index" ON "sales_order_line" (organization_id, "quantity", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_order_line_unit_price_index" ON "sales_order_line" (organization_id, "unit_price", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_order_line_tax_rate_id_index" ON "sales_order_line" (organization_id, "tax_rate_id", id);
CREATE INDEX "sales_order_line_price_id_index" ON "sales_order_line" (organization_id, "price_id", id);
CREATE INDEX "sales_order_line_amount_index" ON "sales_order_line" (organization_id, "amount", id) WHERE deleted_at IS NULL;
CREATE INDEX "sales_order_line_owner_id_index" ON "sales_order_line" (organization_id, "owner_id", id);
CREATE INDEX "sales_order_line_order_id_index" ON "sales_order_line" (organization_id, "order_id", id);
ALTER TABLE "sales_order_line" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "sales_order_line" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "sales_order_line" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "sales_order_line" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "sales_order_line" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('salesOrderLine');
CREATE TRIGGER "field_values" AFTER INSERT ON "sales_order_line" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('salesOrderLine');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "sales_order_line" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('salesOrderLine');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "sales_order_line" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('salesOrderLine');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "sales_order_line" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('salesOrderLine', 'text:text:text');
CREATE TRIGGER "search_change" AFTER UPDATE ON "sales_order_line" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."text" IS DISTINCT FROM NEW."text") EXECUTE FUNCTION keep_search_entries('salesOrderLine', 'text:text:text');
ALTER TABLE "sales_order_line" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sales_order_line" FORCE ROW LEVEL SECURITY;

-- SalesSettings, declared in libs/sales/settings/sales-settings.ts
CREATE TABLE "sales_settings" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "name" text COLLATE "unicode",
  "quotation_series" text COLLATE "unicode" NOT NULL DEFAULT 'Q-{year}-',
  "order_series" text COLLATE "unicode" NOT NULL DEFAULT 'SO-{year}-',
  "invoice_series" text COLLATE "unicode" NOT NULL DEFAULT 'INV-{year}-',
  "valid_days" bigint NOT NULL DEFAULT 30,
  "payment_days" bigint NOT NULL DEFAULT 14,
  "rounding" text COLLATE "unicode" NOT NULL DEFAULT 'half-up',
  "rounding_per" text COLLATE "unicode" NOT NULL DEFAULT 'line',
  "tax_included" boolean NOT NULL DEFAULT false,
  "discount_limit" bigint,
  "price_book_id" uuid,
  "tax_rate_id" uuid,
  "language" text COLLATE "unicode",
  "sender" text COLLATE "unicode",
  "sender_address" text,
  "footer" text,
  "colour" text COLLATE "unicode",
  "introduction" text,
  "terms" text,
  CONSTRAINT "sales_settings_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "sales_settings_name_check" CHECK (length("name") <= 40),
  CONSTRAINT "sales_settings_quotation_series_check" CHECK (length("quotation_series") <= 30),
  CONSTRAINT "sales_settings_order_series_check" CHECK (length("order_series") <= 30),
  CONSTRAINT "sales_settings_invoice_series_check" CHECK (length("invoice_series") <= 30),
  CONSTRAINT "sales_settings_rounding_check" CHECK ("rounding" IN ('half-up', 'half-even', 'up', 'down')),
  CONSTRAINT "sales_settings_rounding_per_check" CHECK ("rounding_per" IN ('line', 'document')),
  CONSTRAINT "sales_settings_language_check" CHECK ("language" IN ('en', 'de', 'ar')),
  CONSTRAINT "sales_settings_sender_check" CHECK (length("sender") <= 120),
  CONSTRAINT "sales_settings_sender_address_check" CHECK (length("sender_address") <= 600),
  CONSTRAINT "sales_settings_footer_check" CHECK (length("footer") <= 1200),
  CONSTRAINT "sales_settings_colour_check" CHECK (length("colour") <= 7),
  CONSTRAINT "sales_settings_introduction_check" CHECK (length("introduction") <= 4000),
  CONSTRAINT "sales_settings_terms_check" CHECK (length("terms") <= 10000),
  CONSTRAINT "sales_settings_price_book_id_fk" FOREIGN KEY (organization_id, "price_book_id") REFERENCES "price_book" (organization_id, id),
  CONSTRAINT "sales_settings_tax_rate_id_fk" FOREIGN KEY (organization_id, "tax_rate_id") REFERENCES "tax_rate" (organization_id, id)
);
CREATE UNIQUE INDEX "sales_settings_name_live" ON "sales_settings" (organization_id, "name") WHERE deleted_at IS NULL;
CREATE INDEX "sales_settings_price_book_id_index" ON "sales_settings" (organization_id, "price_book_id", id);
CREATE INDEX "sales_settings_tax_rate_id_index" ON "sales_settings" (organization_id, "tax_rate_id", id);
ALTER TABLE "sales_settings" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "sales_settings" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "sales_settings" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "sales_settings" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "sales_settings" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('salesSettings');
CREATE TRIGGER "field_values" AFTER INSERT ON "sales_settings" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('salesSettings');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "sales_settings" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('salesSettings');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "sales_settings" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('salesSettings');
ALTER TABLE "sales_settings" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sales_settings" FORCE ROW LEVEL SECURITY;

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

-- No number twice; the versions of a quote share one.
CREATE UNIQUE INDEX quotation_number_edition ON quotation (organization_id, number, edition) WHERE number IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX quotation_number_edition IS 'by hand: fields cannot declare that two are unique together';
CREATE UNIQUE INDEX invoice_number_unique ON invoice (organization_id, number) WHERE number IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX invoice_number_unique IS 'by hand: a number is one for ever';
CREATE UNIQUE INDEX sales_order_quotation_unique ON sales_order (organization_id, quotation_id) WHERE quotation_id IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX sales_order_quotation_unique IS 'by hand: a quote becomes one order';

ALTER TABLE "webhook_endpoint" ADD COLUMN "scheme" text COLLATE "unicode" NOT NULL DEFAULT 'standard';

ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_scheme_check" CHECK ("scheme" IN ('standard', 'stripe')) NOT VALID;
