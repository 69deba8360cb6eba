import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FEATURES, productRegistry } from '../../apps/product.js';
import { findNoun, nounsText, nounText } from '../../apps/console/explain/noun.js';
import { rightsOfTemplate, ROLE_TEMPLATES } from '#platform/identity/role-templates.js';
import { VisitModule } from './five-minutes/visit.module.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const explain = (...args: string[]) => run(process.execPath, ['--enable-source-maps', join(root, 'dist/apps/console/main.js'), 'explain', ...args], { env: { PATH: process.env.PATH } });

describe('explain, without a database and without configuration', () => {
  it('lists all nouns', async () => {
    const { stdout } = await explain();
    for (const { name } of productRegistry().resources) expect(stdout).toMatch(new RegExp(`^  ${name} .* libs/\\S+\\.ts:\\d+$`, 'm'));
  });

  it('tells of one what follows from it', async () => {
    const { stdout } = await explain('Contacts');
    expect(stdout).toMatch(/^Contact: Contact, in the module sales, named by fullName\nlibs\/crm\/contact\/contact\.ts:\d+, table contact\n/);
    for (const line of [
      /^ {2}email +email +email text, email_key text generated +personal +unique among live records; list 2$/,
      /^ {2}creditLimit +money .* financial +group finance$/,
      /^ {2}contact_email_live +unique \(organization_id, email_key\) WHERE deleted_at IS NULL$/,
      /^ {2}tenant_fence +AS RESTRICTIVE USING \(organization_id = current_org\(\)\)/,
      /^ {2}PATCH +\/api\/v1\/sales\/contacts\/\{id\} +members +update$/,
      /^ {2}sales-rep +read +team +all but creditLimit$/,
      /^ {2}lastName +1$/,
      /^ {2}companyId +company +loses the link when it is deleted$/,
    ]) expect(stdout.split('\n')).toEqual(expect.arrayContaining([expect.stringMatching(line)]));
  });

  it('suggests the nearest name and fails', async () => {
    await expect(explain('contcat')).rejects.toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^There is no noun "contcat"\. Did you mean "contact"\? npm run explain lists them all\.$/m) });
  });

  it('shows verbs with their input, hooks and facts, and what points at a noun', () => {
    FEATURES.push(VisitModule);
    const registry = productRegistry();
    const roles = Object.fromEntries(Object.keys(ROLE_TEMPLATES).map((role) => [role, rightsOfTemplate(role, registry)]));
    const visit = nounText(findNoun('visit', registry), registry, roles);
    expect(visit).toContain('close  "Close visit"  { report: string }  CloseVisit, test/explain/five-minutes/close-visit.ts');
    expect(visit).toContain('before  VisitRules.closeWithReport  test/explain/five-minutes/visit-rules.ts');
    expect(visit).toContain('visit.closed            told by CloseVisit');
    expect(visit).toMatch(/support-agent +read +all +all but expenses; where \{"field":"course","operator":"eq","value":"closed"\}/);
    expect(nounText(findNoun('company', registry), registry, roles)).toMatch(/visit\.companyId +the visit is deleted with it/);
    expect(nounsText(registry)).toMatch(/visit +\/api\/v1\/sales\/visits +\d+ fields +close/);
  });
});
