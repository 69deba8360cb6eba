-- The feeder asks who has work that is open: ids and counts, never rows. Walks from one organisation and queue to the next.
CREATE OR REPLACE FUNCTION public.organizations_with_work(now timestamptz, most integer)
RETURNS TABLE (organization_id uuid, queue text, due integer, in_hand integer, lost integer, oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  WITH RECURSIVE open (organization_id, queue) AS (
    (SELECT w.organization_id, w.queue FROM public.work w WHERE w.ended_at IS NULL ORDER BY 1, 2 LIMIT 1)
    UNION ALL
    SELECT further.* FROM open o CROSS JOIN LATERAL (
      SELECT w.organization_id, w.queue FROM public.work w
      WHERE w.ended_at IS NULL AND (w.organization_id, w.queue) > (o.organization_id, o.queue) ORDER BY 1, 2 LIMIT 1) further
  )
  SELECT o.organization_id, o.queue, waiting.due, hand.held, hand.lost, waiting.oldest
  FROM open o JOIN public.organization active ON active.id = o.organization_id AND active.status = 'active'
  CROSS JOIN LATERAL (SELECT count(*)::integer AS due, min(w.next_at) AS oldest FROM (
    SELECT w.next_at FROM public.work w WHERE w.organization_id = o.organization_id AND w.queue = o.queue AND w.ended_at IS NULL AND w.state = 'waiting' AND w.next_at <= $1
    ORDER BY w.next_at LIMIT $2) w) waiting
  CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE w.next_at > $1)::integer AS held, count(*) FILTER (WHERE w.next_at <= $1)::integer AS lost
    FROM public.work w WHERE w.organization_id = o.organization_id AND w.queue = o.queue AND w.ended_at IS NULL AND w.state = 'in-hand') hand
  WHERE waiting.due > 0 OR hand.held > 0 OR hand.lost > 0
$$;
