-- Links in mails that prove whose an address is. Only hashes are kept; a link is used up by deleting its row, together with what it brings about.

CREATE TABLE account_link (
  hash bytea NOT NULL,
  purpose text NOT NULL,
  account_id uuid,
  -- What it is about beyond the account: an address that has none yet, or a change of address.
  address text,
  change_id uuid,
  language text NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT account_link_pk PRIMARY KEY (hash),
  CONSTRAINT account_link_account_fk FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT account_link_purpose_known CHECK (purpose IN ('registration', 'password-reset', 'address-new', 'address-old', 'address-refusal')),
  CONSTRAINT account_link_is_whole CHECK (CASE purpose WHEN 'registration' THEN address IS NOT NULL AND account_id IS NULL ELSE account_id IS NOT NULL END)
);
CREATE INDEX account_link_account ON account_link (account_id, purpose);
CREATE INDEX account_link_address ON account_link (address) WHERE address IS NOT NULL;
CREATE INDEX account_link_expiry ON account_link (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON account_link TO crm_platform;

-- An account that moves to another address: it does once both addresses have said yes, and moves back when the former one says no.
CREATE TABLE address_change (
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  former text NOT NULL,
  wanted text NOT NULL,
  asked_at timestamptz NOT NULL,
  new_said_yes_at timestamptz,
  old_said_yes_at timestamptz,
  done_at timestamptz,
  refused_at timestamptz,
  CONSTRAINT address_change_pk PRIMARY KEY (id),
  CONSTRAINT address_change_account_fk FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT address_change_done_by_both CHECK (done_at IS NULL OR (new_said_yes_at IS NOT NULL AND old_said_yes_at IS NOT NULL))
);
CREATE INDEX address_change_account ON address_change (account_id, asked_at);
ALTER TABLE account_link ADD CONSTRAINT account_link_change_fk FOREIGN KEY (change_id) REFERENCES address_change (id);
CREATE INDEX account_link_change ON account_link (change_id);
GRANT SELECT, INSERT, UPDATE ON address_change TO crm_platform;
