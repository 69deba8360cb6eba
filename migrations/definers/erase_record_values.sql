-- Takes the values of these columns, and of these fields of the organisation's own (all but the kept ones, when those are named), out
-- of all that the ledger says of a record; what facts say beside their name goes whole, since nobody can tell whose it is. Who, when
-- and what was changed stay. The salt that the values were hashed with goes, too. Answers kept for repeated requests that speak of the record
-- are thrown away. Only in the organisation in scope.
CREATE OR REPLACE FUNCTION public.erase_record_values(noun text, record uuid, columns text[], own text[], kept text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.ledger_entry l SET
    salt = gen_random_uuid(),
    before = CASE WHEN jsonb_typeof(l.before -> 'custom') = 'object' THEN jsonb_set(l.before - columns, '{custom}', (
        SELECT coalesce(jsonb_object_agg(c.key, c.value), '{}') FROM jsonb_each(l.before -> 'custom') c WHERE CASE WHEN kept IS NULL THEN c.key <> ALL (own) ELSE c.key = ANY (kept) END))
      ELSE l.before - columns END,
    after = CASE WHEN l.kind = 'fact' THEN NULL WHEN jsonb_typeof(l.after -> 'custom') = 'object' THEN jsonb_set(l.after - columns, '{custom}', (
        SELECT coalesce(jsonb_object_agg(c.key, c.value), '{}') FROM jsonb_each(l.after -> 'custom') c WHERE CASE WHEN kept IS NULL THEN c.key <> ALL (own) ELSE c.key = ANY (kept) END))
      ELSE l.after - columns END
  WHERE l.organization_id = public.current_org() AND l.subject = noun AND l.record_id = record AND NOT (l.kind = 'fact' AND starts_with(l.what, 'person.'));
  DELETE FROM public.idempotency_key k WHERE k.organization_id = public.current_org()
    AND (strpos(k.path, record::text) > 0 OR strpos(k.body, record::text) > 0);
$$;
