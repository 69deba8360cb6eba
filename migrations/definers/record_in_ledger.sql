-- Writes what was changed into the ledger. TG_ARGV: the noun's name, then columns that never enter it (secrets, and what the
-- database computes by itself). Who and why come from the transaction's settings, so that no code path can forget them.
-- Runs as definer: the row has passed its own table's policy, and the entry bears its organisation.
CREATE OR REPLACE FUNCTION public.record_in_ledger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  silent CONSTANT text[] := TG_ARGV[1:] || '{organization_id,version,updated_at,updated_by}'::text[];
  old_row jsonb;
  new_row jsonb;
  names text[] := '{}';
BEGIN
  IF TG_OP = 'INSERT' THEN
    new_row := jsonb_strip_nulls(to_jsonb(NEW) - silent);
  ELSIF TG_OP = 'DELETE' THEN
    old_row := jsonb_strip_nulls(to_jsonb(OLD) - silent);
  ELSE
    SELECT array_agg(n.key), jsonb_object_agg(n.key, o.value), jsonb_object_agg(n.key, n.value) INTO names, old_row, new_row
    FROM jsonb_each(to_jsonb(NEW) - silent) n JOIN jsonb_each(to_jsonb(OLD) - silent) o ON o.key = n.key AND o.value IS DISTINCT FROM n.value;
    IF names IS NULL THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO public.ledger_entry (organization_id, kind, subject, record_id, what, actor_id, request_id, reason, changed, before, after, version)
  VALUES (coalesce(NEW.organization_id, OLD.organization_id), 'change', TG_ARGV[0], coalesce(NEW.id, OLD.id), lower(TG_OP),
    nullif(current_setting('app.actor', true), '')::uuid, nullif(current_setting('app.request', true), ''), nullif(current_setting('app.reason', true), ''),
    names, old_row, new_row, coalesce(NEW.version, OLD.version));
  RETURN NULL;
END $$;
