-- MergedRecord, declared in libs/crm/merge/merged-record.ts
CREATE TABLE "merged_record" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "former_id" text COLLATE "unicode" NOT NULL,
  "subject" text COLLATE "unicode" NOT NULL,
  "record_id" uuid NOT NULL,
  CONSTRAINT "merged_record_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "merged_record_former_id_check" CHECK (length("former_id") <= 36),
  CONSTRAINT "merged_record_subject_check" CHECK (length("subject") <= 60)
);
CREATE UNIQUE INDEX "merged_record_former_id_live" ON "merged_record" (organization_id, "former_id") WHERE deleted_at IS NULL;
CREATE INDEX "merged_record_record_id_index" ON "merged_record" (organization_id, "record_id", id) WHERE deleted_at IS NULL;
ALTER TABLE "merged_record" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "merged_record" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "merged_record" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "merged_record" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "merged_record" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('mergedRecord');
CREATE TRIGGER "field_values" AFTER INSERT ON "merged_record" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('mergedRecord');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "merged_record" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('mergedRecord');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "merged_record" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('mergedRecord');
ALTER TABLE "merged_record" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "merged_record" FORCE ROW LEVEL SECURITY;

-- PaymentLink, declared in libs/sales/payments/payment-link.ts
CREATE TABLE "payment_link" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "invoice_id" uuid NOT NULL,
  "amount" bigint NOT NULL,
  "amount_currency" text,
  "state" text COLLATE "unicode" NOT NULL DEFAULT 'ordered',
  "url" text COLLATE "unicode",
  "url_domain" text,
  "external_id" text COLLATE "unicode",
  "fault" text COLLATE "unicode",
  CONSTRAINT "payment_link_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "payment_link_amount_check" CHECK ("amount" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "payment_link_amount_currency_check" CHECK ("amount_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "payment_link_state_check" CHECK ("state" IN ('ordered', 'open', 'closing', 'closed', 'failed')),
  CONSTRAINT "payment_link_url_check" CHECK (length("url") <= 2000 AND "url" ~ '^https?://'),
  CONSTRAINT "payment_link_external_id_check" CHECK (length("external_id") <= 200),
  CONSTRAINT "payment_link_fault_check" CHECK (length("fault") <= 500),
  CONSTRAINT "payment_link_invoice_id_fk" FOREIGN KEY (organization_id, "invoice_id") REFERENCES "invoice" (organization_id, id)
);
CREATE INDEX "payment_link_invoice_id_index" ON "payment_link" (organization_id, "invoice_id", id);
CREATE INDEX "payment_link_amount_index" ON "payment_link" (organization_id, "amount", id) WHERE deleted_at IS NULL;
CREATE INDEX "payment_link_state_index" ON "payment_link" (organization_id, "state", id) WHERE deleted_at IS NULL;
ALTER TABLE "payment_link" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "payment_link" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "payment_link" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "payment_link" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "payment_link" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('paymentLink');
CREATE TRIGGER "field_values" AFTER INSERT ON "payment_link" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('paymentLink');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "payment_link" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('paymentLink');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "payment_link" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('paymentLink');
ALTER TABLE "payment_link" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "payment_link" FORCE ROW LEVEL SECURITY;

-- Two at once for one invoice would be paid twice.
CREATE UNIQUE INDEX "payment_link_one_of_invoice" ON "payment_link" (organization_id, "invoice_id") WHERE "state" IN ('ordered', 'open') AND deleted_at IS NULL;
COMMENT ON INDEX "payment_link_one_of_invoice" IS 'by hand';

-- StripeAccount, declared in libs/sales/payments/stripe-account.ts
CREATE TABLE "stripe_account" (
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
  "seal" bytea,
  CONSTRAINT "stripe_account_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "stripe_account_name_check" CHECK (length("name") <= 120)
);
CREATE INDEX "stripe_account_name_index" ON "stripe_account" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "stripe_account_active_index" ON "stripe_account" (organization_id, "active", id) WHERE deleted_at IS NULL;
ALTER TABLE "stripe_account" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "stripe_account" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "stripe_account" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "stripe_account" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "stripe_account" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('stripeAccount', 'seal');
CREATE TRIGGER "field_values" AFTER INSERT ON "stripe_account" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('stripeAccount');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "stripe_account" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('stripeAccount');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "stripe_account" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('stripeAccount');
ALTER TABLE "stripe_account" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "stripe_account" FORCE ROW LEVEL SECURITY;

ALTER TABLE "invoice" ADD COLUMN "payment_url" text COLLATE "unicode";

ALTER TABLE "invoice" ADD COLUMN "payment_url_domain" text;

ALTER TABLE "invoice" ADD CONSTRAINT "invoice_payment_url_check" CHECK (length("payment_url") <= 2000 AND "payment_url" ~ '^https?://') NOT VALID;
