-- Signing in with the identity provider of an organisation.

-- Whose people a domain's addresses are: one organisation's, which has shown in the DNS that the domain is its own.
CREATE TABLE verified_domain (
  domain text NOT NULL,
  organization_id uuid NOT NULL,
  -- The record of the organisation that it was verified for.
  record_id uuid NOT NULL,
  proof text NOT NULL,
  verified_at timestamptz NOT NULL,
  -- When the proof was last found in the DNS.
  seen_at timestamptz NOT NULL,
  CONSTRAINT verified_domain_pk PRIMARY KEY (domain),
  CONSTRAINT verified_domain_organization_fk FOREIGN KEY (organization_id) REFERENCES organization (id),
  CONSTRAINT verified_domain_form CHECK (domain ~ '^[a-z0-9.-]{3,253}$')
);
CREATE INDEX verified_domain_organization ON verified_domain (organization_id, record_id);
ALTER TABLE verified_domain ENABLE ROW LEVEL SECURITY;
ALTER TABLE verified_domain FORCE ROW LEVEL SECURITY;
CREATE POLICY platform ON verified_domain TO crm_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON verified_domain TO crm_platform;

-- As whom a provider knows an account. What it says of a person counts in its own organisation alone, and so does the link.
CREATE TABLE federated_identity (
  organization_id uuid NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  account_id uuid NOT NULL,
  linked_at timestamptz NOT NULL,
  used_at timestamptz NOT NULL,
  CONSTRAINT federated_identity_pk PRIMARY KEY (organization_id, issuer, subject),
  CONSTRAINT federated_identity_account_unique UNIQUE (organization_id, issuer, account_id),
  CONSTRAINT federated_identity_organization_fk FOREIGN KEY (organization_id) REFERENCES organization (id),
  CONSTRAINT federated_identity_account_fk FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT federated_identity_subject_length CHECK (length(subject) BETWEEN 1 AND 255)
);
CREATE INDEX federated_identity_account ON federated_identity (account_id);
ALTER TABLE federated_identity ENABLE ROW LEVEL SECURITY;
ALTER TABLE federated_identity FORCE ROW LEVEL SECURITY;
CREATE POLICY platform ON federated_identity TO crm_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON federated_identity TO crm_platform;
