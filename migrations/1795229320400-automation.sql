-- Runs of workflows and what happened in each of their steps. Ids and names only: what records hold stays in the records.

-- `turn` counts a run's transactions: work that comes with an older number comes too late.
CREATE TABLE workflow_run (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  workflow_id uuid NOT NULL,
  version_id uuid NOT NULL,
  as_id uuid NOT NULL,
  cause text NOT NULL,
  entry_id uuid,
  noun text,
  record_id uuid,
  parent_run_id uuid,
  parent_turn integer,
  chain uuid[] NOT NULL,
  request_id text,
  state text NOT NULL,
  turn integer NOT NULL,
  position jsonb NOT NULL,
  reason text,
  waits_for text,
  waits_on uuid,
  waits_until timestamptz,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  CONSTRAINT workflow_run_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT workflow_run_state_known CHECK (state IN ('running', 'waiting', 'done', 'failed', 'stopped')),
  CONSTRAINT workflow_run_end CHECK ((state IN ('running', 'waiting')) = (ended_at IS NULL))
);
CREATE INDEX workflow_run_workflow ON workflow_run (organization_id, workflow_id, id);
CREATE INDEX workflow_run_entry ON workflow_run (organization_id, entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX workflow_run_waits ON workflow_run (organization_id, waits_for) WHERE waits_for IS NOT NULL;
CREATE INDEX workflow_run_open ON workflow_run (organization_id, as_id) WHERE ended_at IS NULL;
CREATE INDEX workflow_run_ended ON workflow_run (organization_id, ended_at) WHERE ended_at IS NOT NULL;
ALTER TABLE workflow_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflow_run FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON workflow_run USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON workflow_run AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON workflow_run TO crm_app;

CREATE TABLE workflow_step (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  no integer NOT NULL,
  step text NOT NULL,
  kind text NOT NULL,
  outcome text NOT NULL,
  note jsonb NOT NULL,
  position jsonb NOT NULL,
  error text,
  started_at timestamptz NOT NULL,
  ended_at timestamptz NOT NULL,
  CONSTRAINT workflow_step_pk PRIMARY KEY (organization_id, id),
  CONSTRAINT workflow_step_once UNIQUE (organization_id, run_id, no)
);
ALTER TABLE workflow_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflow_step FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON workflow_step USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON workflow_step AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, DELETE ON workflow_step TO crm_app;
