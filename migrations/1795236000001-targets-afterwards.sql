-- without transaction: each statement stands alone, nobody waits for it, and the file may be run again from its beginning.
-- squawk-ignore-file prefer-robust-stmts

ALTER TABLE "opportunity" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "stage" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "opportunity" VALIDATE CONSTRAINT "opportunity_reached_stage_id_fk";
ALTER TABLE "opportunity" FORCE ROW LEVEL SECURITY;
ALTER TABLE "stage" FORCE ROW LEVEL SECURITY;

DROP INDEX CONCURRENTLY IF EXISTS "opportunity_reached_stage_id_index";
CREATE INDEX CONCURRENTLY "opportunity_reached_stage_id_index" ON "opportunity" (organization_id, "reached_stage_id", id);
