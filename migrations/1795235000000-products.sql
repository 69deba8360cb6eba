-- PriceBook, declared in libs/crm/product/price-book.ts
CREATE TABLE "price_book" (
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
  "parent_id" uuid,
  "active" boolean NOT NULL DEFAULT true,
  "description" text,
  CONSTRAINT "price_book_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "price_book_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "price_book_description_check" CHECK (length("description") <= 20000),
  CONSTRAINT "price_book_parent_id_fk" FOREIGN KEY (organization_id, "parent_id") REFERENCES "price_book" (organization_id, id)
);
CREATE INDEX "price_book_name_index" ON "price_book" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "price_book_name_live" ON "price_book" (organization_id, "name") WHERE deleted_at IS NULL;
CREATE INDEX "price_book_parent_id_index" ON "price_book" (organization_id, "parent_id", id);
CREATE INDEX "price_book_active_index" ON "price_book" (organization_id, "active", id) WHERE deleted_at IS NULL;
ALTER TABLE "price_book" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "price_book" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "price_book" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "price_book" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "price_book" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('priceBook');
CREATE TRIGGER "field_values" AFTER INSERT ON "price_book" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('priceBook');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "price_book" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('priceBook');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "price_book" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('priceBook');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "price_book" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('priceBook', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "price_book" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('priceBook', 'name:text:name');
ALTER TABLE "price_book" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "price_book" FORCE ROW LEVEL SECURITY;

-- TaxRate, declared in libs/crm/product/tax-rate.ts
CREATE TABLE "tax_rate" (
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
  "kind" text COLLATE "unicode" NOT NULL DEFAULT 'charged',
  "percent" bigint NOT NULL,
  "parts" jsonb,
  "note" text COLLATE "unicode",
  "active" boolean NOT NULL DEFAULT true,
  CONSTRAINT "tax_rate_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "tax_rate_name_check" CHECK (length("name") <= 80),
  CONSTRAINT "tax_rate_kind_check" CHECK ("kind" IN ('charged', 'zero-rated', 'exempt', 'reverse-charge')),
  CONSTRAINT "tax_rate_note_check" CHECK (length("note") <= 300)
);
CREATE INDEX "tax_rate_name_index" ON "tax_rate" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "tax_rate_name_live" ON "tax_rate" (organization_id, "name") WHERE deleted_at IS NULL;
CREATE INDEX "tax_rate_kind_index" ON "tax_rate" (organization_id, "kind", id) WHERE deleted_at IS NULL;
CREATE INDEX "tax_rate_percent_index" ON "tax_rate" (organization_id, "percent", id) WHERE deleted_at IS NULL;
CREATE INDEX "tax_rate_active_index" ON "tax_rate" (organization_id, "active", id) WHERE deleted_at IS NULL;
ALTER TABLE "tax_rate" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "tax_rate" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "tax_rate" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "tax_rate" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "tax_rate" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('taxRate');
CREATE TRIGGER "field_values" AFTER INSERT ON "tax_rate" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('taxRate');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "tax_rate" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('taxRate');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "tax_rate" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('taxRate');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "tax_rate" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('taxRate', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "tax_rate" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('taxRate', 'name:text:name');
ALTER TABLE "tax_rate" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tax_rate" FORCE ROW LEVEL SECURITY;

-- Product, declared in libs/crm/product/product.ts
CREATE TABLE "product" (
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
  "code" text COLLATE "unicode",
  "kind" text COLLATE "unicode" NOT NULL DEFAULT 'goods',
  "category" text COLLATE "unicode",
  "unit" text COLLATE "unicode",
  "description" text,
  "tax_rate_id" uuid,
  "cost" bigint,
  "cost_currency" text,
  "state" text COLLATE "unicode" NOT NULL DEFAULT 'offered',
  "tags" text[],
  CONSTRAINT "product_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "product_name_check" CHECK (length("name") <= 200),
  CONSTRAINT "product_code_check" CHECK (length("code") <= 60),
  CONSTRAINT "product_kind_check" CHECK ("kind" IN ('goods', 'service', 'subscription', 'licence')),
  CONSTRAINT "product_category_check" CHECK (length("category") <= 80),
  CONSTRAINT "product_unit_check" CHECK (length("unit") <= 30),
  CONSTRAINT "product_description_check" CHECK (length("description") <= 20000),
  CONSTRAINT "product_cost_check" CHECK ("cost" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "product_cost_currency_check" CHECK ("cost_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "product_state_check" CHECK ("state" IN ('offered', 'retired')),
  CONSTRAINT "product_tags_check" CHECK (cardinality("tags") <= 50),
  CONSTRAINT "product_tax_rate_id_fk" FOREIGN KEY (organization_id, "tax_rate_id") REFERENCES "tax_rate" (organization_id, id)
);
CREATE INDEX "product_name_index" ON "product" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "product_code_index" ON "product" (organization_id, "code", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "product_code_live" ON "product" (organization_id, "code") WHERE deleted_at IS NULL;
CREATE INDEX "product_kind_index" ON "product" (organization_id, "kind", id) WHERE deleted_at IS NULL;
CREATE INDEX "product_category_index" ON "product" (organization_id, "category", id) WHERE deleted_at IS NULL;
CREATE INDEX "product_tax_rate_id_index" ON "product" (organization_id, "tax_rate_id", id);
CREATE INDEX "product_state_index" ON "product" (organization_id, "state", id) WHERE deleted_at IS NULL;
ALTER TABLE "product" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "product" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "product" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "product" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "product" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('product');
CREATE TRIGGER "field_values" AFTER INSERT ON "product" FOR EACH ROW WHEN (NEW.custom <> '{}' OR NEW."tags" <> '{}') EXECUTE FUNCTION mirror_field_values('product', 'tags');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "product" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."tags" IS DISTINCT FROM NEW."tags") EXECUTE FUNCTION mirror_field_values('product', 'tags');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "product" FOR EACH ROW WHEN (OLD.custom <> '{}' OR OLD."tags" <> '{}') EXECUTE FUNCTION mirror_field_values('product', 'tags');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "product" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('product', 'name:text:name', 'code:text:code', 'category:text:category', 'description:text:description');
CREATE TRIGGER "search_change" AFTER UPDATE ON "product" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name" OR OLD."code" IS DISTINCT FROM NEW."code" OR OLD."category" IS DISTINCT FROM NEW."category" OR OLD."description" IS DISTINCT FROM NEW."description") EXECUTE FUNCTION keep_search_entries('product', 'name:text:name', 'code:text:code', 'category:text:category', 'description:text:description');
ALTER TABLE "product" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "product" FORCE ROW LEVEL SECURITY;

-- Price, declared in libs/crm/product/price.ts
CREATE TABLE "price" (
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
  "price_book_id" uuid NOT NULL,
  "product_id" uuid NOT NULL,
  "unit_price" bigint NOT NULL,
  "currency" text COLLATE "unicode" NOT NULL,
  "from_quantity" bigint NOT NULL,
  "valid_from" date,
  "valid_until" date,
  "state" text COLLATE "unicode" NOT NULL DEFAULT 'live',
  CONSTRAINT "price_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "price_name_check" CHECK (length("name") <= 200),
  CONSTRAINT "price_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "price_state_check" CHECK ("state" IN ('live', 'retired')),
  CONSTRAINT "price_price_book_id_fk" FOREIGN KEY (organization_id, "price_book_id") REFERENCES "price_book" (organization_id, id),
  CONSTRAINT "price_product_id_fk" FOREIGN KEY (organization_id, "product_id") REFERENCES "product" (organization_id, id),
  -- No day on which a key has two prices, whoever writes them and however.
  CONSTRAINT "price_no_overlap" EXCLUDE USING gist (organization_id WITH =, price_book_id WITH =, product_id WITH =, currency WITH =, from_quantity WITH =, daterange(valid_from, valid_until, '[]') WITH &&)
    WHERE (state = 'live' AND deleted_at IS NULL)
);
COMMENT ON CONSTRAINT "price_no_overlap" ON "price" IS 'by hand: fields cannot declare that periods exclude each other';
COMMENT ON INDEX "price_no_overlap" IS 'by hand: of the constraint of this name';
CREATE INDEX "price_name_index" ON "price" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "price_price_book_id_index" ON "price" (organization_id, "price_book_id", id);
CREATE INDEX "price_product_id_index" ON "price" (organization_id, "product_id", id);
CREATE INDEX "price_unit_price_index" ON "price" (organization_id, "unit_price", id) WHERE deleted_at IS NULL;
CREATE INDEX "price_currency_index" ON "price" (organization_id, "currency", id) WHERE deleted_at IS NULL;
CREATE INDEX "price_from_quantity_index" ON "price" (organization_id, "from_quantity", id) WHERE deleted_at IS NULL;
CREATE INDEX "price_valid_from_index" ON "price" (organization_id, "valid_from", id) WHERE deleted_at IS NULL;
CREATE INDEX "price_valid_until_index" ON "price" (organization_id, "valid_until", id) WHERE deleted_at IS NULL;
CREATE INDEX "price_state_index" ON "price" (organization_id, "state", id) WHERE deleted_at IS NULL;
ALTER TABLE "price" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "price" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "price" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "price" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "price" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('price');
CREATE TRIGGER "field_values" AFTER INSERT ON "price" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('price');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "price" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('price');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "price" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('price');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "price" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('price', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "price" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('price', 'name:text:name');
ALTER TABLE "price" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "price" FORCE ROW LEVEL SECURITY;
