-- The relay asks in whose ledgers something stands that its follower has not read: ids, never rows. It then enters each one.
CREATE OR REPLACE FUNCTION public.organizations_with_news(follower text)
RETURNS TABLE (organization_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT o.id FROM public.organization o LEFT JOIN public.ledger_cursor c ON c.organization_id = o.id AND c.follower = $1
  WHERE EXISTS (SELECT 1 FROM public.ledger_entry e WHERE e.organization_id = o.id
    AND (e.transaction, e.id) > (coalesce(c.transaction, 0), coalesce(c.entry_id, '00000000-0000-0000-0000-000000000000'::uuid)))
$$;
