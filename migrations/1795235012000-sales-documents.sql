-- What left the house word for word (sheet_document), the links to it (quotation_link), what the customer answered (quotation_answer),
-- and sums that no code path may break.

-- `id` is that of the quote or invoice. The text is never changed; only the print of it is added, once.
CREATE TABLE sheet_document (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  document text NOT NULL,
  hash bytea NOT NULL,
  pdf bytea,
  pdf_hash bytea,
  made_at timestamptz NOT NULL,
  CONSTRAINT sheet_document_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT sheet_document_kind_known CHECK (kind IN ('quotation', 'invoice'))
);
ALTER TABLE sheet_document ENABLE ROW LEVEL SECURITY;
ALTER TABLE sheet_document FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sheet_document USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON sheet_document AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE (pdf, pdf_hash) ON sheet_document TO crm_app;

-- Only the hash of what opens it is kept.
CREATE TABLE quotation_link (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  quotation_id uuid NOT NULL,
  hash bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT quotation_link_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT quotation_link_hash_unique UNIQUE (organization_id, hash),
  CONSTRAINT quotation_link_quotation_fk FOREIGN KEY (organization_id, quotation_id) REFERENCES quotation (organization_id, id)
);
CREATE INDEX quotation_link_quotation ON quotation_link (organization_id, quotation_id);
ALTER TABLE quotation_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE quotation_link FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON quotation_link USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON quotation_link AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, DELETE ON quotation_link TO crm_app;

-- Evidence: written once, never changed. `id` is that of the quote, so there is one answer to each.
CREATE TABLE quotation_answer (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  answer text NOT NULL,
  name text NOT NULL,
  signature text,
  reason text,
  edition integer NOT NULL,
  document_hash bytea NOT NULL,
  address text,
  device text,
  recorded_by uuid,
  answered_at timestamptz NOT NULL,
  CONSTRAINT quotation_answer_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT quotation_answer_known CHECK (answer IN ('accepted', 'declined')),
  CONSTRAINT quotation_answer_quotation_fk FOREIGN KEY (organization_id, id) REFERENCES quotation (organization_id, id)
);
ALTER TABLE quotation_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE quotation_answer FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON quotation_answer USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON quotation_answer AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT ON quotation_answer TO crm_app;

-- A payment is not given away twice, and an invoice not paid twice, whoever writes the rows and however many at once:
-- the payment and the invoice are held until the transaction ends.
CREATE FUNCTION check_allocations() RETURNS trigger LANGUAGE plpgsql SET search_path = 'pg_catalog', 'public' AS $$
DECLARE
  received bigint;
  given bigint;
BEGIN
  SELECT amount INTO received FROM payment WHERE organization_id = NEW.organization_id AND id = NEW.payment_id FOR NO KEY UPDATE;
  SELECT coalesce((SELECT sum(amount) FROM payment_allocation WHERE organization_id = NEW.organization_id AND payment_id = NEW.payment_id AND deleted_at IS NULL), 0)
       + coalesce((SELECT sum(amount) FROM refund WHERE organization_id = NEW.organization_id AND payment_id = NEW.payment_id AND deleted_at IS NULL), 0) INTO given;
  IF given > received THEN
    RAISE EXCEPTION 'more is allocated and refunded (%) than was received (%)', given, received USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_allocation_sum';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER allocation_sum AFTER INSERT OR UPDATE ON payment_allocation FOR EACH ROW EXECUTE FUNCTION check_allocations();
CREATE TRIGGER allocation_sum AFTER INSERT OR UPDATE ON refund FOR EACH ROW EXECUTE FUNCTION check_allocations();

CREATE FUNCTION check_settlements() RETURNS trigger LANGUAGE plpgsql SET search_path = 'pg_catalog', 'public' AS $$
DECLARE
  owed bigint;
  settled_in_all bigint;
BEGIN
  SELECT total INTO owed FROM invoice WHERE organization_id = NEW.organization_id AND id = NEW.invoice_id FOR NO KEY UPDATE;
  SELECT coalesce(sum(settled), 0) INTO settled_in_all FROM payment_allocation WHERE organization_id = NEW.organization_id AND invoice_id = NEW.invoice_id AND deleted_at IS NULL;
  IF settled_in_all > owed THEN
    RAISE EXCEPTION 'more is settled (%) than is owed (%)', settled_in_all, owed USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_allocation_settled';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER settlement_sum AFTER INSERT OR UPDATE ON payment_allocation FOR EACH ROW EXECUTE FUNCTION check_settlements();
COMMENT ON TRIGGER allocation_sum ON payment_allocation IS 'by hand: a sum over rows';
COMMENT ON TRIGGER allocation_sum ON refund IS 'by hand: a sum over rows';
COMMENT ON TRIGGER settlement_sum ON payment_allocation IS 'by hand: a sum over rows';
