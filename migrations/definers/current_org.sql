-- Which organisation may this statement see? Verifies the seal of `app.scope`, so that an injected
-- `SET app.scope` with another organisation's id reads nothing. Raises when there is no scope: loud, never silently empty.
-- The pads are those of HMAC-SHA256, made beforehand, so that no extension is needed here.
CREATE OR REPLACE FUNCTION public.current_org() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  scope constant text := current_setting('app.scope', true);
  claimed constant text := left(scope, 36);
  key seal.seal_key;
BEGIN
  IF scope IS NULL OR scope = '' THEN
    RAISE EXCEPTION 'No organisation is in scope' USING ERRCODE = '42501';
  END IF;
  -- Nearly always there is one key: taking it costs a third of what asking about all of them costs.
  SELECT * INTO key FROM seal.seal_key;
  IF encode(sha256(key.outer_pad || sha256(key.inner_pad || convert_to(claimed, 'UTF8'))), 'hex') = substr(scope, 38) THEN
    RETURN claimed::uuid;
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM seal.seal_key k
    WHERE encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(claimed, 'UTF8'))), 'hex') = substr(scope, 38)
  ) THEN
    RAISE EXCEPTION 'The scope carries no valid seal' USING ERRCODE = '42501';
  END IF;
  RETURN claimed::uuid;
END $$;
