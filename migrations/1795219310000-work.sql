-- What is still to be done (work), and which process leads where one must (lease).

-- A row is what must not be lost; queues only carry its id. `about` holds ids, never values.
-- `next_at`: when it is due; of a row in hand, until when whoever has it has it.
CREATE TABLE work (
  organization_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  queue text NOT NULL,
  kind text NOT NULL,
  effect_key text NOT NULL,
  about jsonb NOT NULL,
  actor_id uuid,
  request_id text,
  state text NOT NULL DEFAULT 'waiting',
  next_at timestamptz NOT NULL,
  claim uuid,
  attempts integer NOT NULL DEFAULT 0,
  -- How often it was begun without a word about how that ended: what takes its process with it is not tried for ever.
  silences integer NOT NULL DEFAULT 0,
  done integer,
  total integer,
  outcome text,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  CONSTRAINT work_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT work_effect_unique UNIQUE (organization_id, kind, effect_key),
  CONSTRAINT work_state_known CHECK (state IN ('waiting', 'in-hand', 'done', 'dead', 'cancelled')),
  CONSTRAINT work_end CHECK ((state IN ('waiting', 'in-hand')) = (ended_at IS NULL)),
  CONSTRAINT work_in_hand_is_claimed CHECK ((state = 'in-hand') = (claim IS NOT NULL))
);
CREATE INDEX work_open ON work (organization_id, queue, state, next_at) WHERE ended_at IS NULL;
CREATE INDEX work_ended ON work (organization_id, state, ended_at) WHERE ended_at IS NOT NULL;
ALTER TABLE work ENABLE ROW LEVEL SECURITY;
ALTER TABLE work FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON work USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON work AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON work TO crm_app;
GRANT SELECT ON work TO crm_definer;
GRANT SELECT (id, status) ON organization TO crm_definer;

CREATE TABLE lease (
  name text NOT NULL,
  holder uuid NOT NULL,
  held_until timestamptz NOT NULL,
  CONSTRAINT lease_pk PRIMARY KEY (name)
);
GRANT SELECT, INSERT, UPDATE ON lease TO crm_platform;
