-- without transaction: each statement stands alone, nobody waits for it, and the file may be run again from its beginning.
-- squawk-ignore-file prefer-robust-stmts

ALTER TABLE "webhook_endpoint" VALIDATE CONSTRAINT "webhook_endpoint_scheme_check";
