-- without transaction: each statement stands alone, nobody waits for it, and the file may be run again from its beginning.
-- squawk-ignore-file prefer-robust-stmts

-- What dashboards and reports count of a million activities stands in the index alone.
DROP INDEX CONCURRENTLY IF EXISTS activity_completed;
CREATE INDEX CONCURRENTLY activity_completed ON activity (organization_id, completed_at) INCLUDE (state, kind, owner_id) WHERE deleted_at IS NULL;
COMMENT ON INDEX activity_completed IS 'by hand: what was done in a time';
DROP INDEX CONCURRENTLY IF EXISTS activity_due;
CREATE INDEX CONCURRENTLY activity_due ON activity (organization_id, state, day, starts_at) INCLUDE (owner_id) WHERE deleted_at IS NULL;
COMMENT ON INDEX activity_due IS 'by hand: what is due';
