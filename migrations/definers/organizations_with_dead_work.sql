-- Operators ask who has work that failed for good: ids, kinds and counts, never rows. They then enter each one.
CREATE OR REPLACE FUNCTION public.organizations_with_dead_work()
RETURNS TABLE (organization_id uuid, queue text, kind text, dead integer, latest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT w.organization_id, w.queue, w.kind, count(*)::integer, max(w.ended_at)
  FROM public.organization o JOIN public.work w ON w.organization_id = o.id AND w.state = 'dead' AND w.ended_at IS NOT NULL GROUP BY 1, 2, 3
$$;
