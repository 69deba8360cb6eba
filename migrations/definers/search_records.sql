-- The one door of text search: ids of the records of this organisation that match, best first. Looks only in the given places
-- ("contact.lastName"; those that the actor may see), each with its weight, and, when `among` is given, only at those records.
-- The caller reads the records again through row-level security and gate. Every step reads a bounded number of index entries;
-- when there may be more than were looked at, one row of nulls comes last, so that who sees little can look among that little.
CREATE OR REPLACE FUNCTION public.search_records(query text, places text[], weights real[], most integer, among uuid[] DEFAULT NULL)
RETURNS TABLE (resource text, field text, record_id uuid, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan SET pg_trgm.similarity_threshold = 0.4 AS $$
DECLARE
  organization CONSTANT uuid := public.current_org();
  normal CONSTANT text := btrim(public.search_normal(left(query, 200)));
  few CONSTANT integer := 3;
  most_terms CONSTANT integer := 6;
  deepest CONSTANT integer := 12000;
  enough CONSTANT integer := CASE WHEN among IS NULL THEN 100 ELSE most END;
  -- How many entries are read per field. One letter matches nearly everything, so that the first that come are as good as any;
  -- of several words the rarest must be read far enough for the others to be found among them.
  widest integer;
  readings text[];
  reading text;
  terms text[];
  term text;
  driver text;
  plain text;
  digits text;
  lows text[];
  highs text[];
  worths real[];
  wanted_places text[];
  wanted_lows text[] COLLATE "C";
  wanted_highs text[] COLLATE "C";
  wanted_worths real[];
  ids uuid[];
  matched_ids uuid[];
  matched_ranks real[];
  matched_places text[];
  ranks real[];
  found_places text[];
  found integer;
  in_one_go boolean;
  more boolean := false;
  all_ids uuid[] := '{}';
  all_ranks real[] := '{}';
  all_places text[] := '{}';
BEGIN
  -- How what was typed may be meant: an address or domain as it stands, words, a telephone number (marked by '+').
  plain := array_to_string(public.search_query_terms(normal), ' ');
  IF normal ~ '[.@]' THEN
    readings := array_append(readings, regexp_replace(regexp_replace(normal, '(^|\s)(https?://(www\.)?|www\.|@)', '\1', 'g'), '(\.[[:alnum:]-]+)[:/]\S*', '\1', 'g'));
  END IF;
  IF plain <> '' AND plain IS DISTINCT FROM readings[1] THEN readings := array_append(readings, plain); END IF;
  IF normal ~ '^[+0-9 ()./-]+$' THEN
    digits := public.search_digits(normal);
    IF char_length(digits) >= 3 THEN readings := array_append(readings, '+' || digits); END IF;
  END IF;

  FOR tolerance IN 0 .. 1 LOOP
    FOREACH reading IN ARRAY coalesce(readings, '{}') LOOP
      CONTINUE WHEN tolerance = 1 AND (starts_with(reading, '+') OR reading ~ '[.@]');
      -- An address that was found as it stands need not be taken apart.
      CONTINUE WHEN reading = plain AND readings[1] ~ '[.@]' AND all_ids <> '{}';
      terms := ARRAY(SELECT DISTINCT t FROM unnest(string_to_array(reading, ' ')) t WHERE t <> '');
      -- The longest is most often the rarest: what it finds is then tried with the others.
      terms := (ARRAY(SELECT t FROM unnest(terms) t ORDER BY char_length(t) DESC))[:most_terms];
      widest := CASE WHEN cardinality(terms) > 1 THEN 1000 WHEN char_length(terms[1]) < 3 THEN least(most, 200) ELSE most END;
      widest := least(widest, greatest(50, 8000 / greatest(1, cardinality(places))));
      ids := among;
      ranks := CASE WHEN among IS NOT NULL THEN array_fill(0::real, ARRAY[cardinality(among)]) END;
      found_places := CASE WHEN among IS NOT NULL THEN array_fill(''::text, ARRAY[cardinality(among)]) END;
      driver := NULL;

      IF among IS NULL THEN
        FOREACH term IN ARRAY terms LOOP
          SELECT * INTO lows, highs, worths FROM public.search_ranges(organization, term, places, tolerance = 1);
          -- Worth reading only if all of it can be read: otherwise the first one serves as well.
          IF driver IS NOT NULL THEN
            SELECT count(*) INTO found FROM (
              SELECT FROM unnest(lows, highs) AS r(low, high), unnest(places) AS p(place), LATERAL (
                SELECT FROM public.search_entry x WHERE x.organization_id = organization AND x.place = p.place AND x.word >= r.low AND x.word < r.high LIMIT widest
              ) AS e LIMIT widest
            ) AS counted;
            CONTINUE WHEN found >= least(widest, cardinality(ids));
          END IF;
          SELECT array_agg(d.record_id), array_agg(d.rank), array_agg(d.place) INTO matched_ids, matched_ranks, matched_places FROM (
            SELECT e.record_id, p.place, (r.worth * p.weight * e.nearness)::real AS rank
            FROM unnest(lows, highs, worths) AS r(low, high, worth), unnest(places, weights) AS p(place, weight), LATERAL (
              (SELECT x.record_id, 1 AS nearness FROM public.search_entry x
                WHERE x.organization_id = organization AND x.place = p.place AND x.word = r.low ORDER BY x.record_id DESC LIMIT CASE WHEN r.worth < 1 THEN widest / 5 ELSE widest END)
              UNION ALL
              (SELECT x.record_id, 0.7 FROM public.search_entry x
                WHERE x.organization_id = organization AND x.place = p.place AND x.word > r.low AND x.word < r.high ORDER BY x.word LIMIT widest)
              LIMIT widest
            ) AS e
          ) AS d;
          found := coalesce(cardinality(matched_ids), 0);
          IF driver IS NULL OR found < cardinality(ids) THEN
            driver := term;
            ids := coalesce(matched_ids, '{}');
            ranks := coalesce(matched_ranks, '{}');
            found_places := coalesce(matched_places, '{}');
          END IF;
          EXIT WHEN found < widest;
        END LOOP;
        more := more OR cardinality(ids) >= CASE tolerance WHEN 1 THEN widest / 5 ELSE widest END;
      END IF;

      FOREACH term IN ARRAY terms LOOP
        CONTINUE WHEN term = driver;
        EXIT WHEN ids = '{}';
        SELECT * INTO lows, highs, worths FROM public.search_ranges(organization, term, places, tolerance = 1);
        found := 0;
        in_one_go := among IS NULL AND char_length(term) > 2 AND cardinality(ids) > 400;
        IF in_one_go THEN
          -- Reading a range through costs a twentieth of asking for each record by itself: worth a try up to here.
          WITH other AS MATERIALIZED (
            SELECT e.record_id, p.place, (r.worth * p.weight * CASE WHEN e.word = r.low THEN 1 ELSE 0.7 END)::real AS rank
            FROM unnest(lows, highs, worths) AS r(low, high, worth), unnest(places, weights) AS p(place, weight), LATERAL (
              SELECT x.record_id, x.word FROM public.search_entry x
              WHERE x.organization_id = organization AND x.place = p.place AND x.word >= r.low AND x.word < r.high ORDER BY x.word LIMIT deepest + 1
            ) AS e LIMIT deepest + 1
          )
          SELECT (SELECT count(*) FROM other), array_agg(d.record_id), array_agg((d.rank + other.rank)::real), array_agg(d.place)
          INTO found, matched_ids, matched_ranks, matched_places
          FROM unnest(ids, ranks, found_places) AS d(record_id, rank, place) JOIN other ON other.record_id = d.record_id;
        END IF;
        IF NOT in_one_go OR found > deepest THEN
          SELECT array_agg(p.place), array_agg(p.place || ' ' || r.low), array_agg(p.place || ' ' || r.high), array_agg(r.worth * p.weight)
          INTO wanted_places, wanted_lows, wanted_highs, wanted_worths FROM unnest(places, weights) AS p(place, weight), unnest(lows, highs, worths) AS r(low, high, worth);
          SELECT array_agg(m.record_id), array_agg(m.rank), array_agg(m.place) INTO matched_ids, matched_ranks, matched_places FROM (
            SELECT d.record_id, (d.rank + b.rank)::real AS rank, CASE WHEN d.place = '' THEN b.place ELSE d.place END AS place
            FROM unnest(ids, ranks, found_places) AS d(record_id, rank, place), LATERAL (
              SELECT max(w.place) AS place, max(w.worth * CASE WHEN e.entry = w.low THEN 1 ELSE 0.7 END) AS rank
              FROM public.search_document x, unnest(x.entries) AS e(entry), unnest(wanted_places, wanted_lows, wanted_highs, wanted_worths) AS w(place, low, high, worth)
              WHERE x.organization_id = organization AND x.record_id = d.record_id AND e.entry >= w.low AND e.entry < w.high
            ) AS b WHERE b.rank IS NOT NULL LIMIT enough
          ) AS m;
          more := more OR cardinality(matched_ids) >= enough;
        END IF;
        ids := coalesce(matched_ids, '{}');
        ranks := coalesce(matched_ranks, '{}');
        found_places := coalesce(matched_places, '{}');
      END LOOP;

      IF ids IS NOT NULL AND terms <> '{}' THEN
        all_ids := all_ids || ids;
        all_ranks := all_ranks || ranks;
        all_places := all_places || found_places;
      END IF;
    END LOOP;
    EXIT WHEN cardinality(all_ids) >= few;
  END LOOP;

  -- Ids are ordered by time: among equals, the newest first.
  RETURN QUERY SELECT split_part(best.place, '.', 1), substr(best.place, strpos(best.place, '.') + 1), best.id, best.rank FROM (
    SELECT a.place, a.id, a.rank FROM (
      SELECT DISTINCT ON (u.id) u.id, u.rank, u.place FROM unnest(all_ids, all_ranks, all_places) AS u(id, rank, place) ORDER BY u.id, u.rank DESC
    ) AS a ORDER BY a.rank DESC, a.id DESC LIMIT most
  ) AS best;
  IF more OR cardinality(all_ids) > most THEN
    resource := NULL; field := NULL; record_id := NULL; rank := NULL;
    RETURN NEXT;
  END IF;
END $$;
