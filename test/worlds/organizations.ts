import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import { organizationId, type TestDatabase } from './database.js';

/** Makes the nth organisation, or changes how it stands. */
export async function stand(database: TestDatabase, organization: number, status: 'active' | 'suspended', modules: string[] = []): Promise<void> {
  await runInScope(anonymousScope('stand'), () =>
    database.platform().query({
      text: `INSERT INTO organization (id, slug, name, country, currency, time_zone, language, modules, status) VALUES ($1, $2, $2, 'DE', 'EUR', 'UTC', 'en', $4, $3)
             ON CONFLICT (id) DO UPDATE SET status = excluded.status, modules = excluded.modules`,
      values: [organizationId(organization), `organization-${organization}`, status, modules],
    }),
  );
}
