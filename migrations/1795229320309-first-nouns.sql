-- Role, declared in libs/platform/identity/role.ts
CREATE TABLE "role" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "key" text COLLATE "unicode",
  "name" text COLLATE "unicode" NOT NULL,
  "description" text COLLATE "unicode",
  "rights" jsonb NOT NULL,
  "given" jsonb,
  CONSTRAINT "role_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "role_key_check" CHECK (length("key") <= 60),
  CONSTRAINT "role_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "role_description_check" CHECK (length("description") <= 500)
);
CREATE INDEX "role_key_index" ON "role" (organization_id, "key", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "role_key_live" ON "role" (organization_id, "key") WHERE deleted_at IS NULL;
CREATE INDEX "role_name_index" ON "role" (organization_id, "name", id) WHERE deleted_at IS NULL;
ALTER TABLE "role" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "role" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "role" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "role" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "role" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('role');
CREATE TRIGGER "field_values" AFTER INSERT ON "role" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('role');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "role" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('role');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "role" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('role');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "role" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('role', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "role" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('role', 'name:text:name');
ALTER TABLE "role" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "role" FORCE ROW LEVEL SECURITY;

-- Member, declared in libs/platform/identity/member.ts
CREATE TABLE "member" (
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
  "email" text COLLATE "unicode" NOT NULL,
  "email_key" text GENERATED ALWAYS AS (lower("email" COLLATE "C")) STORED,
  "status" text COLLATE "unicode" NOT NULL DEFAULT 'active',
  "job_title" text COLLATE "unicode",
  "time_zone" text COLLATE "unicode",
  "language" text COLLATE "unicode",
  CONSTRAINT "member_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "member_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "member_email_check" CHECK (length("email") <= 254),
  CONSTRAINT "member_status_check" CHECK ("status" IN ('active', 'suspended')),
  CONSTRAINT "member_job_title_check" CHECK (length("job_title") <= 120),
  CONSTRAINT "member_time_zone_check" CHECK (length("time_zone") <= 64),
  CONSTRAINT "member_language_check" CHECK (length("language") <= 16)
);
CREATE INDEX "member_name_index" ON "member" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "member_email_key_index" ON "member" (organization_id, "email_key", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "member_email_live" ON "member" (organization_id, "email_key") WHERE deleted_at IS NULL;
CREATE INDEX "member_status_index" ON "member" (organization_id, "status", id) WHERE deleted_at IS NULL;
ALTER TABLE "member" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "member" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "member" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "member" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "member" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('member', 'email_key');
CREATE TRIGGER "field_values" AFTER INSERT ON "member" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('member');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "member" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('member');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "member" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('member');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "member" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('member', 'name:text:name', 'email:email:email');
CREATE TRIGGER "search_change" AFTER UPDATE ON "member" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name" OR OLD."email" IS DISTINCT FROM NEW."email") EXECUTE FUNCTION keep_search_entries('member', 'name:text:name', 'email:email:email');
ALTER TABLE "member" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "member" FORCE ROW LEVEL SECURITY;

-- ApiKey, declared in libs/platform/identity/keys/api-key.ts
CREATE TABLE "api_key" (
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
  "role_id" uuid NOT NULL,
  "scopes" jsonb,
  "allowed_addresses" jsonb,
  "expires_at" timestamptz,
  "owner_id" uuid,
  "prefix" text COLLATE "unicode",
  "issued_at" timestamptz,
  "last_used_at" timestamptz,
  "former_until" timestamptz,
  "digest" bytea,
  "former_digest" bytea,
  CONSTRAINT "api_key_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "api_key_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "api_key_prefix_check" CHECK (length("prefix") <= 40),
  CONSTRAINT "api_key_role_id_fk" FOREIGN KEY (organization_id, "role_id") REFERENCES "role" (organization_id, id),
  CONSTRAINT "api_key_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "api_key_name_index" ON "api_key" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "api_key_role_id_index" ON "api_key" (organization_id, "role_id", id);
CREATE INDEX "api_key_expires_at_index" ON "api_key" (organization_id, "expires_at", id) WHERE deleted_at IS NULL;
CREATE INDEX "api_key_owner_id_index" ON "api_key" (organization_id, "owner_id", id);
CREATE UNIQUE INDEX "api_key_prefix_live" ON "api_key" (organization_id, "prefix") WHERE deleted_at IS NULL;
ALTER TABLE "api_key" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "api_key" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "api_key" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "api_key" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "api_key" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('apiKey', 'digest', 'former_digest');
CREATE TRIGGER "field_values" AFTER INSERT ON "api_key" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('apiKey');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "api_key" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('apiKey');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "api_key" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('apiKey');
ALTER TABLE "api_key" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "api_key" FORCE ROW LEVEL SECURITY;

-- Company, declared in libs/crm/company/company.ts
CREATE TABLE "company" (
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
  "phone" text COLLATE "unicode",
  "phone_key" text,
  "industry" text COLLATE "unicode",
  "city" text COLLATE "unicode",
  "country" text COLLATE "unicode",
  "employees" bigint,
  "annual_revenue" bigint,
  "annual_revenue_currency" text,
  "stage" text COLLATE "unicode",
  "parent_id" uuid,
  "owner_id" uuid,
  "tags" text[],
  CONSTRAINT "company_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "company_name_check" CHECK (length("name") <= 160),
  CONSTRAINT "company_website_check" CHECK (length("website") <= 2000 AND "website" ~ '^https?://'),
  CONSTRAINT "company_phone_check" CHECK (length("phone") <= 40),
  CONSTRAINT "company_industry_check" CHECK (length("industry") <= 80),
  CONSTRAINT "company_city_check" CHECK (length("city") <= 80),
  CONSTRAINT "company_country_check" CHECK (length("country") <= 2),
  CONSTRAINT "company_annual_revenue_check" CHECK ("annual_revenue" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "company_annual_revenue_currency_check" CHECK ("annual_revenue_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "company_stage_check" CHECK ("stage" IN ('prospect', 'customer', 'partner', 'former')),
  CONSTRAINT "company_tags_check" CHECK (cardinality("tags") <= 50),
  CONSTRAINT "company_parent_id_fk" FOREIGN KEY (organization_id, "parent_id") REFERENCES "company" (organization_id, id),
  CONSTRAINT "company_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "company_name_index" ON "company" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "company_website_domain_index" ON "company" (organization_id, "website_domain", id) WHERE deleted_at IS NULL;
CREATE INDEX "company_industry_index" ON "company" (organization_id, "industry", id) WHERE deleted_at IS NULL;
CREATE INDEX "company_stage_index" ON "company" (organization_id, "stage", id) WHERE deleted_at IS NULL;
CREATE INDEX "company_parent_id_index" ON "company" (organization_id, "parent_id", id);
CREATE INDEX "company_owner_id_index" ON "company" (organization_id, "owner_id", id);
ALTER TABLE "company" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "company" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "company" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "company" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "company" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('company');
CREATE TRIGGER "field_values" AFTER INSERT ON "company" FOR EACH ROW WHEN (NEW.custom <> '{}' OR NEW."tags" <> '{}') EXECUTE FUNCTION mirror_field_values('company', 'tags');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "company" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."tags" IS DISTINCT FROM NEW."tags") EXECUTE FUNCTION mirror_field_values('company', 'tags');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "company" FOR EACH ROW WHEN (OLD.custom <> '{}' OR OLD."tags" <> '{}') EXECUTE FUNCTION mirror_field_values('company', 'tags');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "company" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('company', 'name:text:name', 'website:url:website', 'phone:phone:phone', 'city:text:city');
CREATE TRIGGER "search_change" AFTER UPDATE ON "company" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name" OR OLD."website" IS DISTINCT FROM NEW."website" OR OLD."phone" IS DISTINCT FROM NEW."phone" OR OLD."city" IS DISTINCT FROM NEW."city") EXECUTE FUNCTION keep_search_entries('company', 'name:text:name', 'website:url:website', 'phone:phone:phone', 'city:text:city');
ALTER TABLE "company" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "company" FORCE ROW LEVEL SECURITY;

-- Contact, declared in libs/crm/contact/contact.ts
CREATE TABLE "contact" (
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
  "email" text COLLATE "unicode",
  "email_key" text GENERATED ALWAYS AS (lower("email" COLLATE "C")) STORED,
  "phone" text COLLATE "unicode",
  "phone_key" text,
  "job_title" text COLLATE "unicode",
  "company_id" uuid,
  "owner_id" uuid,
  "stage" text COLLATE "unicode",
  "credit_limit" bigint,
  "credit_limit_currency" text,
  "tags" text[],
  CONSTRAINT "contact_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "contact_first_name_check" CHECK (length("first_name") <= 80),
  CONSTRAINT "contact_last_name_check" CHECK (length("last_name") <= 80),
  CONSTRAINT "contact_email_check" CHECK (length("email") <= 254),
  CONSTRAINT "contact_phone_check" CHECK (length("phone") <= 40),
  CONSTRAINT "contact_job_title_check" CHECK (length("job_title") <= 120),
  CONSTRAINT "contact_stage_check" CHECK ("stage" IN ('prospect', 'lead', 'customer', 'former')),
  CONSTRAINT "contact_credit_limit_check" CHECK ("credit_limit" BETWEEN -9000000000000000 AND 9000000000000000),
  CONSTRAINT "contact_credit_limit_currency_check" CHECK ("credit_limit_currency" ~ '^[A-Z]{3}$'),
  CONSTRAINT "contact_tags_check" CHECK (cardinality("tags") <= 50),
  CONSTRAINT "contact_company_id_fk" FOREIGN KEY (organization_id, "company_id") REFERENCES "company" (organization_id, id),
  CONSTRAINT "contact_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "contact_full_name_index" ON "contact" (organization_id, "full_name", id) WHERE deleted_at IS NULL;
CREATE INDEX "contact_first_name_index" ON "contact" (organization_id, "first_name", id) WHERE deleted_at IS NULL;
CREATE INDEX "contact_last_name_index" ON "contact" (organization_id, "last_name", id) WHERE deleted_at IS NULL;
CREATE INDEX "contact_email_key_index" ON "contact" (organization_id, "email_key", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "contact_email_live" ON "contact" (organization_id, "email_key") WHERE deleted_at IS NULL;
CREATE INDEX "contact_phone_key_index" ON "contact" (organization_id, "phone_key", id) WHERE deleted_at IS NULL;
CREATE INDEX "contact_company_id_index" ON "contact" (organization_id, "company_id", id);
CREATE INDEX "contact_owner_id_index" ON "contact" (organization_id, "owner_id", id);
CREATE INDEX "contact_stage_index" ON "contact" (organization_id, "stage", id) WHERE deleted_at IS NULL;
ALTER TABLE "contact" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "contact" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "contact" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "contact" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "contact" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('contact', 'full_name', 'email_key');
CREATE TRIGGER "field_values" AFTER INSERT ON "contact" FOR EACH ROW WHEN (NEW.custom <> '{}' OR NEW."tags" <> '{}') EXECUTE FUNCTION mirror_field_values('contact', 'tags');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "contact" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."tags" IS DISTINCT FROM NEW."tags") EXECUTE FUNCTION mirror_field_values('contact', 'tags');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "contact" FOR EACH ROW WHEN (OLD.custom <> '{}' OR OLD."tags" <> '{}') EXECUTE FUNCTION mirror_field_values('contact', 'tags');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "contact" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('contact', 'firstName:text:first_name', 'lastName:text:last_name', 'email:email:email', 'phone:phone:phone', 'jobTitle:text:job_title');
CREATE TRIGGER "search_change" AFTER UPDATE ON "contact" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."first_name" IS DISTINCT FROM NEW."first_name" OR OLD."last_name" IS DISTINCT FROM NEW."last_name" OR OLD."email" IS DISTINCT FROM NEW."email" OR OLD."phone" IS DISTINCT FROM NEW."phone" OR OLD."job_title" IS DISTINCT FROM NEW."job_title") EXECUTE FUNCTION keep_search_entries('contact', 'firstName:text:first_name', 'lastName:text:last_name', 'email:email:email', 'phone:phone:phone', 'jobTitle:text:job_title');
ALTER TABLE "contact" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "contact" FORCE ROW LEVEL SECURITY;

-- FactorPolicy, declared in libs/platform/identity/factors/factor-policy.ts
CREATE TABLE "factor_policy" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "role" text COLLATE "unicode",
  "demanded_from" timestamptz NOT NULL,
  CONSTRAINT "factor_policy_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "factor_policy_role_check" CHECK (length("role") <= 60)
);
CREATE INDEX "factor_policy_role_index" ON "factor_policy" (organization_id, "role", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "factor_policy_role_live" ON "factor_policy" (organization_id, "role") WHERE deleted_at IS NULL;
CREATE INDEX "factor_policy_demanded_from_index" ON "factor_policy" (organization_id, "demanded_from", id) WHERE deleted_at IS NULL;
ALTER TABLE "factor_policy" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "factor_policy" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "factor_policy" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "factor_policy" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "factor_policy" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('factorPolicy');
CREATE TRIGGER "field_values" AFTER INSERT ON "factor_policy" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('factorPolicy');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "factor_policy" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('factorPolicy');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "factor_policy" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('factorPolicy');
ALTER TABLE "factor_policy" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "factor_policy" FORCE ROW LEVEL SECURITY;

-- IdentityProvider, declared in libs/platform/identity/sso/identity-provider.ts
CREATE TABLE "identity_provider" (
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
  "issuer" text COLLATE "unicode" NOT NULL,
  "client_id" text COLLATE "unicode" NOT NULL,
  "credential" bytea,
  "scopes" jsonb,
  "groups_claim" text COLLATE "unicode",
  "default_role_id" uuid,
  "asks_factor" boolean NOT NULL DEFAULT false,
  "enabled" boolean NOT NULL DEFAULT true,
  CONSTRAINT "identity_provider_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "identity_provider_name_check" CHECK (length("name") <= 80),
  CONSTRAINT "identity_provider_issuer_check" CHECK (length("issuer") <= 500),
  CONSTRAINT "identity_provider_client_id_check" CHECK (length("client_id") <= 200),
  CONSTRAINT "identity_provider_groups_claim_check" CHECK (length("groups_claim") <= 120),
  CONSTRAINT "identity_provider_default_role_id_fk" FOREIGN KEY (organization_id, "default_role_id") REFERENCES "role" (organization_id, id)
);
CREATE INDEX "identity_provider_name_index" ON "identity_provider" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "identity_provider_default_role_id_index" ON "identity_provider" (organization_id, "default_role_id", id);
CREATE INDEX "identity_provider_enabled_index" ON "identity_provider" (organization_id, "enabled", id) WHERE deleted_at IS NULL;
ALTER TABLE "identity_provider" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "identity_provider" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "identity_provider" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "identity_provider" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "identity_provider" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('identityProvider', 'credential');
CREATE TRIGGER "field_values" AFTER INSERT ON "identity_provider" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('identityProvider');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "identity_provider" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('identityProvider');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "identity_provider" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('identityProvider');
ALTER TABLE "identity_provider" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "identity_provider" FORCE ROW LEVEL SECURITY;

-- GroupRole, declared in libs/platform/identity/sso/identity-provider.ts
CREATE TABLE "group_role" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "provider_id" uuid NOT NULL,
  "name" text COLLATE "unicode" NOT NULL,
  "role_id" uuid NOT NULL,
  CONSTRAINT "group_role_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "group_role_name_check" CHECK (length("name") <= 200),
  CONSTRAINT "group_role_provider_id_fk" FOREIGN KEY (organization_id, "provider_id") REFERENCES "identity_provider" (organization_id, id),
  CONSTRAINT "group_role_role_id_fk" FOREIGN KEY (organization_id, "role_id") REFERENCES "role" (organization_id, id)
);
CREATE INDEX "group_role_provider_id_index" ON "group_role" (organization_id, "provider_id", id);
CREATE INDEX "group_role_name_index" ON "group_role" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "group_role_role_id_index" ON "group_role" (organization_id, "role_id", id);
ALTER TABLE "group_role" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "group_role" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "group_role" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "group_role" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "group_role" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('groupRole');
CREATE TRIGGER "field_values" AFTER INSERT ON "group_role" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('groupRole');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "group_role" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('groupRole');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "group_role" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('groupRole');
ALTER TABLE "group_role" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "group_role" FORCE ROW LEVEL SECURITY;

-- Invitation, declared in libs/platform/onboarding/invitation/invitation.ts
CREATE TABLE "invitation" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "email" text COLLATE "unicode" NOT NULL,
  "email_key" text GENERATED ALWAYS AS (lower("email" COLLATE "C")) STORED,
  "roles" text[],
  "language" text COLLATE "unicode",
  "status" text COLLATE "unicode" NOT NULL DEFAULT 'pending',
  "expires_at" timestamptz,
  "accepted_at" timestamptz,
  "member_id" uuid,
  "pending_for" text COLLATE "unicode",
  CONSTRAINT "invitation_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "invitation_email_check" CHECK (length("email") <= 254),
  CONSTRAINT "invitation_roles_check" CHECK (cardinality("roles") <= 50),
  CONSTRAINT "invitation_language_check" CHECK ("language" IN ('en', 'de', 'ar')),
  CONSTRAINT "invitation_status_check" CHECK ("status" IN ('pending', 'accepted', 'revoked')),
  CONSTRAINT "invitation_pending_for_check" CHECK (length("pending_for") <= 254),
  CONSTRAINT "invitation_member_id_fk" FOREIGN KEY (organization_id, "member_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "invitation_email_key_index" ON "invitation" (organization_id, "email_key", id) WHERE deleted_at IS NULL;
CREATE INDEX "invitation_status_index" ON "invitation" (organization_id, "status", id) WHERE deleted_at IS NULL;
CREATE INDEX "invitation_expires_at_index" ON "invitation" (organization_id, "expires_at", id) WHERE deleted_at IS NULL;
CREATE INDEX "invitation_member_id_index" ON "invitation" (organization_id, "member_id", id);
CREATE UNIQUE INDEX "invitation_pending_for_live" ON "invitation" (organization_id, "pending_for") WHERE deleted_at IS NULL;
ALTER TABLE "invitation" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "invitation" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "invitation" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "invitation" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "invitation" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('invitation', 'email_key');
CREATE TRIGGER "field_values" AFTER INSERT ON "invitation" FOR EACH ROW WHEN (NEW.custom <> '{}' OR NEW."roles" <> '{}') EXECUTE FUNCTION mirror_field_values('invitation', 'roles');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "invitation" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."roles" IS DISTINCT FROM NEW."roles") EXECUTE FUNCTION mirror_field_values('invitation', 'roles');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "invitation" FOR EACH ROW WHEN (OLD.custom <> '{}' OR OLD."roles" <> '{}') EXECUTE FUNCTION mirror_field_values('invitation', 'roles');
ALTER TABLE "invitation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "invitation" FORCE ROW LEVEL SECURITY;

-- MemberRole, declared in libs/platform/identity/role.ts
CREATE TABLE "member_role" (
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
  "role_id" uuid NOT NULL,
  CONSTRAINT "member_role_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "member_role_member_id_fk" FOREIGN KEY (organization_id, "member_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "member_role_role_id_fk" FOREIGN KEY (organization_id, "role_id") REFERENCES "role" (organization_id, id)
);
CREATE INDEX "member_role_member_id_index" ON "member_role" (organization_id, "member_id", id);
CREATE INDEX "member_role_role_id_index" ON "member_role" (organization_id, "role_id", id);
ALTER TABLE "member_role" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "member_role" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "member_role" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "member_role" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "member_role" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('memberRole');
CREATE TRIGGER "field_values" AFTER INSERT ON "member_role" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('memberRole');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "member_role" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('memberRole');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "member_role" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('memberRole');
ALTER TABLE "member_role" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "member_role" FORCE ROW LEVEL SECURITY;

-- OauthClient, declared in libs/platform/identity/oauth/oauth-client.ts
CREATE TABLE "oauth_client" (
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
  "kind" text COLLATE "unicode" NOT NULL,
  "redirect_uris" jsonb,
  "scopes" jsonb,
  "role_id" uuid,
  "enabled" boolean NOT NULL DEFAULT true,
  "client_id" text COLLATE "unicode",
  "owner_id" uuid,
  "issued_at" timestamptz,
  "digest" bytea,
  CONSTRAINT "oauth_client_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "oauth_client_name_check" CHECK (length("name") <= 80),
  CONSTRAINT "oauth_client_kind_check" CHECK ("kind" IN ('confidential', 'public', 'native')),
  CONSTRAINT "oauth_client_client_id_check" CHECK (length("client_id") <= 60),
  CONSTRAINT "oauth_client_role_id_fk" FOREIGN KEY (organization_id, "role_id") REFERENCES "role" (organization_id, id),
  CONSTRAINT "oauth_client_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "oauth_client_name_index" ON "oauth_client" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "oauth_client_kind_index" ON "oauth_client" (organization_id, "kind", id) WHERE deleted_at IS NULL;
CREATE INDEX "oauth_client_role_id_index" ON "oauth_client" (organization_id, "role_id", id);
CREATE INDEX "oauth_client_enabled_index" ON "oauth_client" (organization_id, "enabled", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "oauth_client_client_id_live" ON "oauth_client" (organization_id, "client_id") WHERE deleted_at IS NULL;
CREATE INDEX "oauth_client_owner_id_index" ON "oauth_client" (organization_id, "owner_id", id);
ALTER TABLE "oauth_client" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "oauth_client" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "oauth_client" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "oauth_client" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "oauth_client" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('oauthClient', 'digest');
CREATE TRIGGER "field_values" AFTER INSERT ON "oauth_client" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('oauthClient');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "oauth_client" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('oauthClient');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "oauth_client" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('oauthClient');
ALTER TABLE "oauth_client" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "oauth_client" FORCE ROW LEVEL SECURITY;

-- SignInDomain, declared in libs/platform/identity/sso/sign-in-domain.ts
CREATE TABLE "sign_in_domain" (
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
  "provider_id" uuid NOT NULL,
  "proof" text COLLATE "unicode",
  "verified_at" timestamptz,
  CONSTRAINT "sign_in_domain_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "sign_in_domain_name_check" CHECK (length("name") <= 253),
  CONSTRAINT "sign_in_domain_proof_check" CHECK (length("proof") <= 120),
  CONSTRAINT "sign_in_domain_provider_id_fk" FOREIGN KEY (organization_id, "provider_id") REFERENCES "identity_provider" (organization_id, id)
);
CREATE INDEX "sign_in_domain_name_index" ON "sign_in_domain" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "sign_in_domain_name_live" ON "sign_in_domain" (organization_id, "name") WHERE deleted_at IS NULL;
CREATE INDEX "sign_in_domain_provider_id_index" ON "sign_in_domain" (organization_id, "provider_id", id);
CREATE INDEX "sign_in_domain_verified_at_index" ON "sign_in_domain" (organization_id, "verified_at", id) WHERE deleted_at IS NULL;
ALTER TABLE "sign_in_domain" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "sign_in_domain" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "sign_in_domain" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "sign_in_domain" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "sign_in_domain" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('signInDomain');
CREATE TRIGGER "field_values" AFTER INSERT ON "sign_in_domain" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('signInDomain');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "sign_in_domain" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('signInDomain');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "sign_in_domain" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('signInDomain');
ALTER TABLE "sign_in_domain" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sign_in_domain" FORCE ROW LEVEL SECURITY;

-- Team, declared in libs/platform/identity/team.ts
CREATE TABLE "team" (
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
  CONSTRAINT "team_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "team_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "team_parent_id_fk" FOREIGN KEY (organization_id, "parent_id") REFERENCES "team" (organization_id, id)
);
CREATE INDEX "team_name_index" ON "team" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "team_name_live" ON "team" (organization_id, "name") WHERE deleted_at IS NULL;
CREATE INDEX "team_parent_id_index" ON "team" (organization_id, "parent_id", id);
ALTER TABLE "team" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "team" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "team" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "team" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "team" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('team');
CREATE TRIGGER "field_values" AFTER INSERT ON "team" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('team');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "team" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('team');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "team" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('team');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "team" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('team', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "team" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('team', 'name:text:name');
ALTER TABLE "team" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "team" FORCE ROW LEVEL SECURITY;

-- TeamMember, declared in libs/platform/identity/team.ts
CREATE TABLE "team_member" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "team_id" uuid NOT NULL,
  "member_id" uuid NOT NULL,
  CONSTRAINT "team_member_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "team_member_team_id_fk" FOREIGN KEY (organization_id, "team_id") REFERENCES "team" (organization_id, id),
  CONSTRAINT "team_member_member_id_fk" FOREIGN KEY (organization_id, "member_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "team_member_team_id_index" ON "team_member" (organization_id, "team_id", id);
CREATE INDEX "team_member_member_id_index" ON "team_member" (organization_id, "member_id", id);
ALTER TABLE "team_member" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "team_member" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "team_member" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "team_member" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "team_member" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('teamMember');
CREATE TRIGGER "field_values" AFTER INSERT ON "team_member" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('teamMember');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "team_member" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('teamMember');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "team_member" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('teamMember');
ALTER TABLE "team_member" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "team_member" FORCE ROW LEVEL SECURITY;

-- WorkflowVersion, declared in libs/automation/workflow/workflow.ts
CREATE TABLE "workflow_version" (
  "organization_id" uuid NOT NULL,
  "id" uuid NOT NULL DEFAULT uuidv7(),
  "created_at" timestamptz NOT NULL,
  "created_by" uuid,
  "updated_at" timestamptz NOT NULL,
  "updated_by" uuid,
  "deleted_at" timestamptz,
  "version" integer NOT NULL DEFAULT 1,
  "custom" jsonb NOT NULL DEFAULT '{}',
  "workflow_id" uuid NOT NULL,
  "number" bigint NOT NULL,
  "graph" jsonb NOT NULL,
  "published_by_id" uuid,
  CONSTRAINT "workflow_version_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "workflow_version_published_by_id_fk" FOREIGN KEY (organization_id, "published_by_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "workflow_version_workflow_id_index" ON "workflow_version" (organization_id, "workflow_id", id);
CREATE INDEX "workflow_version_number_index" ON "workflow_version" (organization_id, "number", id) WHERE deleted_at IS NULL;
CREATE INDEX "workflow_version_published_by_id_index" ON "workflow_version" (organization_id, "published_by_id", id);
ALTER TABLE "workflow_version" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "workflow_version" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "workflow_version" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "workflow_version" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "workflow_version" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('workflowVersion');
CREATE TRIGGER "field_values" AFTER INSERT ON "workflow_version" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('workflowVersion');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "workflow_version" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('workflowVersion');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "workflow_version" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('workflowVersion');
ALTER TABLE "workflow_version" ENABLE ROW LEVEL SECURITY;

-- Workflow, declared in libs/automation/workflow/workflow.ts
CREATE TABLE "workflow" (
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
  "state" text COLLATE "unicode" NOT NULL DEFAULT 'draft',
  "graph" jsonb NOT NULL,
  "owner_id" uuid,
  "version_id" uuid,
  "runs_as_id" uuid,
  "on_since" timestamptz,
  "off_because" text COLLATE "unicode",
  CONSTRAINT "workflow_pk" PRIMARY KEY (organization_id, id),
  CONSTRAINT "workflow_name_check" CHECK (length("name") <= 120),
  CONSTRAINT "workflow_description_check" CHECK (length("description") <= 2000),
  CONSTRAINT "workflow_state_check" CHECK ("state" IN ('draft', 'on', 'off')),
  CONSTRAINT "workflow_off_because_check" CHECK (length("off_because") <= 300),
  CONSTRAINT "workflow_owner_id_fk" FOREIGN KEY (organization_id, "owner_id") REFERENCES "member" (organization_id, id),
  CONSTRAINT "workflow_version_id_fk" FOREIGN KEY (organization_id, "version_id") REFERENCES "workflow_version" (organization_id, id),
  CONSTRAINT "workflow_runs_as_id_fk" FOREIGN KEY (organization_id, "runs_as_id") REFERENCES "member" (organization_id, id)
);
CREATE INDEX "workflow_name_index" ON "workflow" (organization_id, "name", id) WHERE deleted_at IS NULL;
CREATE INDEX "workflow_state_index" ON "workflow" (organization_id, "state", id) WHERE deleted_at IS NULL;
CREATE INDEX "workflow_owner_id_index" ON "workflow" (organization_id, "owner_id", id);
CREATE INDEX "workflow_version_id_index" ON "workflow" (organization_id, "version_id", id);
CREATE INDEX "workflow_runs_as_id_index" ON "workflow" (organization_id, "runs_as_id", id);
ALTER TABLE "workflow" ALTER COLUMN organization_id SET (n_distinct = 50);
CREATE POLICY "tenant" ON "workflow" USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY "tenant_fence" ON "workflow" AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON "workflow" TO crm_app;
CREATE TRIGGER "ledger" AFTER INSERT OR UPDATE OR DELETE ON "workflow" FOR EACH ROW EXECUTE FUNCTION record_in_ledger('workflow');
CREATE TRIGGER "field_values" AFTER INSERT ON "workflow" FOR EACH ROW WHEN (NEW.custom <> '{}') EXECUTE FUNCTION mirror_field_values('workflow');
CREATE TRIGGER "field_values_change" AFTER UPDATE ON "workflow" FOR EACH ROW WHEN (OLD."custom" IS DISTINCT FROM NEW."custom") EXECUTE FUNCTION mirror_field_values('workflow');
CREATE TRIGGER "field_values_gone" AFTER DELETE ON "workflow" FOR EACH ROW WHEN (OLD.custom <> '{}') EXECUTE FUNCTION mirror_field_values('workflow');
CREATE TRIGGER "search" AFTER INSERT OR DELETE ON "workflow" FOR EACH ROW EXECUTE FUNCTION keep_search_entries('workflow', 'name:text:name');
CREATE TRIGGER "search_change" AFTER UPDATE ON "workflow" FOR EACH ROW WHEN (OLD."deleted_at" IS DISTINCT FROM NEW."deleted_at" OR OLD."custom" IS DISTINCT FROM NEW."custom" OR OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION keep_search_entries('workflow', 'name:text:name');
ALTER TABLE "workflow" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "workflow_version" ADD CONSTRAINT "workflow_version_workflow_id_fk" FOREIGN KEY (organization_id, "workflow_id") REFERENCES "workflow" (organization_id, id);

ALTER TABLE "workflow_version" FORCE ROW LEVEL SECURITY;

ALTER TABLE "workflow" FORCE ROW LEVEL SECURITY;
