import type { Statement } from '#kernel/tenancy/transaction.js';
import { furnish } from '#platform/organizations/furnishing.js';

interface Words {
  pipeline: string;
  stages: readonly [qualification: string, needs: string, proposal: string, negotiation: string, won: string, lost: string];
  reasons: readonly string[];
}

const WORDS: { readonly [language: string]: Words } = {
  en: {
    pipeline: 'Sales pipeline',
    stages: ['Qualification', 'Needs analysis', 'Proposal', 'Negotiation', 'Won', 'Lost'],
    reasons: ['Price', 'Went to a competitor', 'No budget', 'Bad timing', 'No decision', 'Something is missing'],
  },
  de: {
    pipeline: 'Vertriebspipeline',
    stages: ['Qualifizierung', 'Bedarfsanalyse', 'Angebot', 'Verhandlung', 'Gewonnen', 'Verloren'],
    reasons: ['Preis', 'An einen Mitbewerber', 'Kein Budget', 'Falscher Zeitpunkt', 'Keine Entscheidung', 'Etwas fehlt'],
  },
  ar: {
    pipeline: 'مسار المبيعات',
    stages: ['التأهيل', 'تحليل الاحتياجات', 'العرض', 'التفاوض', 'فوز', 'خسارة'],
    reasons: ['السعر', 'اختار منافسًا', 'لا توجد ميزانية', 'توقيت غير مناسب', 'لا قرار', 'شيء ناقص'],
  },
};

const SHAPES = [
  { probability: 10, category: 'pipeline', kind: 'open' },
  { probability: 25, category: 'pipeline', kind: 'open' },
  { probability: 50, category: 'best-case', kind: 'open' },
  { probability: 75, category: 'commit', kind: 'open' },
  { probability: 100, category: 'closed', kind: 'won' },
  { probability: 0, category: 'closed', kind: 'lost' },
] as const;

/** Once: where there has ever been a pipeline, whatever became of it, nothing is added. */
export function defaultPipeline(organizationId: string, language: string): Statement {
  const { pipeline, stages } = WORDS[language] ?? WORDS.en!;
  return {
    name: 'pipeline.default',
    text: `WITH made AS (
        INSERT INTO pipeline (organization_id, name, position, created_at, updated_at)
        SELECT $1, $2, 10, now(), now() WHERE NOT EXISTS (SELECT 1 FROM pipeline WHERE organization_id = $1) RETURNING id)
      INSERT INTO stage (organization_id, pipeline_id, name, position, probability, category, kind, needs_lost_reason, required_fields, created_at, updated_at)
      SELECT $1, made.id, s.name, s.place * 10, s.probability, s.category, s.kind, s.kind = 'lost', '{}', now(), now()
      FROM made, unnest($3::text[], $4::float8[], $5::text[], $6::text[]) WITH ORDINALITY AS s (name, probability, category, kind, place)`,
    values: [organizationId, pipeline, [...stages], SHAPES.map(({ probability }) => probability), SHAPES.map(({ category }) => category), SHAPES.map(({ kind }) => kind)],
  };
}

export function defaultLostReasons(organizationId: string, language: string): Statement {
  const { reasons } = WORDS[language] ?? WORDS.en!;
  return {
    name: 'lostReason.default',
    text: `INSERT INTO lost_reason (organization_id, name, position, created_at, updated_at) SELECT $1, r.name, r.place * 10, now(), now() FROM unnest($2::text[]) WITH ORDINALITY AS r (name, place)
      WHERE NOT EXISTS (SELECT 1 FROM lost_reason WHERE organization_id = $1)`,
    values: [organizationId, [...reasons]],
  };
}

furnish(({ id, language }) => [defaultPipeline(id, language), defaultLostReasons(id, language)]);
