-- What opens an invitation: the hash of the token in the mail, who sent it, and the very roles it was sent for. One for each; sending it again replaces it.
-- `id` is that of the invitation, without which the link opens nothing.

CREATE TABLE invitation_link (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  hash bytea NOT NULL,
  sent_by uuid,
  role_ids uuid[] NOT NULL,
  CONSTRAINT invitation_link_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT invitation_link_hash_unique UNIQUE (organization_id, hash)
);
ALTER TABLE invitation_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitation_link FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON invitation_link USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON invitation_link AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON invitation_link TO crm_app;
