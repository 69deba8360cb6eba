import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

interface Source {
  path: string;
  text: string;
  lines: string[];
}

const sources: Source[] = ['libs', 'apps'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules') && !/\.spec\.tsx?$/.test(file))
    .map((file) => {
      const text = readFileSync(join(ROOT, folder, file), 'utf8');
      return { path: `${folder}/${file}`, text, lines: text.split('\n') };
    }),
);
const under = (prefix: string): Source[] => sources.filter(({ path }) => path.startsWith(prefix));
const isSpecified = (specifier: string): boolean => specifier.startsWith('#') || specifier.startsWith('.');

function importsOf({ text }: Source): string[] {
  return [...text.matchAll(/^\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm)].map(([, still, dynamic]) => (still ?? dynamic)!);
}

/** "libs/kernel/gate/gate" for whatever way it was written. */
function target(source: Source, specifier: string): string {
  const file = specifier.replace(/\.js$/, '');
  return file.startsWith('#') ? `libs/${file.slice(1)}` : normalize(join(dirname(source.path), file));
}

const DOMAINS = ['sales', 'marketing', 'support', 'projects', 'admin'];
const OBSERVERS = ['insights', 'automation', 'compliance'];
/** What each library may import of ours, beside itself. */
const LAYERS: Record<string, string[]> = {
  kernel: [],
  platform: ['kernel'],
  crm: ['kernel', 'platform'],
  ...Object.fromEntries(DOMAINS.map((domain) => [domain, ['kernel', 'platform', 'crm']])),
  ...Object.fromEntries(OBSERVERS.map((observer) => [observer, ['kernel', 'platform']])),
};

describe('Layers', () => {
  it('every library is one that the plan of the house knows', () => {
    const libraries = new Set(under('libs/').map(({ path }) => path.split('/')[1]!));
    expect([...libraries].filter((library) => !(library in LAYERS))).toEqual([]);
    expect([...libraries]).toEqual(expect.arrayContaining(['kernel', 'platform', 'crm']));
  });

  it('import only downwards, and of a sibling only what it gives to the public', () => {
    const wrong = under('libs/').flatMap((source) => {
      const own = source.path.split('/')[1]!;
      return importsOf(source).filter(isSpecified).map((specifier) => target(source, specifier)).filter((to) => {
        const [folder, library = ''] = to.split('/');
        if (folder !== 'libs') return true;
        if (library === own || LAYERS[own]!.includes(library)) return false;
        return !(DOMAINS.includes(own) && DOMAINS.includes(library) && basename(to) === 'public');
      }).map((to) => `${source.path} imports ${to}`);
    });
    expect(wrong).toEqual([]);
  });

  it('nothing that serves imports what only tests need', () => {
    const wrong = sources.flatMap((source) => importsOf(source).filter((specifier) => /^#test\/|^vitest|^@nestjs\/testing|^fast-check/.test(specifier)).map((specifier) => `${source.path} imports ${specifier}`));
    expect(wrong).toEqual([]);
  });
});

/** Builds the schema and reads the catalogue, as owner or administrator; what serves may not even import it. */
const isConsole = (path: string): boolean => path.startsWith('apps/console/');

/** Beside kernel/tenancy, kernel/pipeline, the *.query.ts files and the console. */
const MAY_HOLD_SQL: Record<string, string> = {
  'libs/kernel/field/mirror.ts': 'Gives the condition over the mirrored values; a door puts it into its statement.',
  'libs/kernel/gate/sql.ts': 'Turns rules into conditions; a door puts them into its statement.',
};
const SQL = /\bSELECT\s+[\w*("$'`]|\bINSERT INTO\b|\bDELETE FROM\b|\bUPDATE\s+[\w"$]+\S*\s+(?:AS\s+\S+\s+)?SET\b|\b(?:CREATE|ALTER|DROP)\s+(?:TABLE|INDEX|UNIQUE INDEX|TRIGGER|POLICY|FUNCTION|ROLE)\b/;
const isDoor = (path: string): boolean => /^libs\/kernel\/(tenancy|pipeline)\//.test(path);

describe('The way to the data', () => {
  it('no other import of the drivers than in the doors and the console', () => {
    const drivers = sources.filter((source) => !isDoor(source.path) && !isConsole(source.path) && importsOf(source).some((specifier) => /^(pg|typeorm|@nestjs\/typeorm)(\/|$)/.test(specifier)));
    expect(drivers.map(({ path }) => path)).toEqual([]);
  });

  it('nothing that serves imports the console', () => {
    const serving = sources.filter((source) => !isConsole(source.path) && importsOf(source).filter(isSpecified).some((specifier) => isConsole(target(source, specifier))));
    expect(serving.map(({ path }) => path)).toEqual([]);
  });

  it('no other SQL than in the doors, in *.query.ts, in the console and where there is a reason', () => {
    const withSql = sources.filter(({ path, lines }) => !isDoor(path) && !isConsole(path) && !path.endsWith('.query.ts') && !path.startsWith('apps/web/') && lines.some((line) => !/^\s*(\/\/|\*|\/\*)/.test(line) && SQL.test(line)));
    expect(withSql.map(({ path }) => path).sort()).toEqual(Object.keys(MAY_HOLD_SQL).sort());
  });

  it('CASL lives in the gate alone', () => {
    const users = sources.filter((source) => importsOf(source).some((specifier) => specifier.startsWith('@casl/'))).map(({ path }) => path);
    expect(users).toEqual(['libs/kernel/gate/ability.ts']);
  });
});

/** Every act without a person, by file, with how often and why. */
const ACTS_WITHOUT_A_PERSON: Record<string, [count: number, why: string]> = {
  'libs/platform/demo/world.ts': [1, 'The demo world comes to be before anybody is in it.'],
  'libs/platform/identity/organization-setup.ts': [2, 'An organisation and its first members come to be before anybody may do anything.'],
  'libs/platform/identity/roles.ts': [1, 'A release gives the roles of all organisations their rights on new nouns.'],
  'libs/platform/identity/sign-in.ts': [1, 'Who signs in is shown their organisations before they have chosen one.'],
  'libs/platform/jobs/job-runner.ts': [1, 'Jobs of the whole deployment have no person; the reason names the job.'],
  'libs/platform/operators/operators.ts': [1, 'The first owner is invited before anybody is there who could.'],
  'libs/sales/opportunities/replace-stage.ts': [1, 'No deal may be left behind in a stage that goes, whoever may change it.'],
  'libs/platform/jobs/ticks.ts': [1, 'Schedules have no person; the reason names the schedule.'],
};

it('nobody acts as the system but those with a reason', () => {
  const found = sources.filter(({ path }) => path !== 'libs/kernel/tenancy/tenancy.ts').flatMap(({ path, text }) => {
    const count = text.match(/\basSystem\(/g)?.length ?? 0;
    return count ? [[path, count] as const] : [];
  });
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(Object.entries(ACTS_WITHOUT_A_PERSON).map(([path, [count]]) => [path, count])));
});

/** The trade's own words. Some are English words too, so they count only where they stand as names would. */
const TRADE = /\b(?:contacts?|compan(?:y|ies)|customers?|prospects?|opportunit(?:y|ies)|quotations?|invoices?|campaigns?|tickets?|pipelines? stage|deals?|sales|marketing|support|crm)\b|\bleads?\b(?! (?:to|from|nowhere))|(?:contact|company|customer|ticket|campaign|invoice)(?:Id|s?\.)/i;
/** Examples that a reader needs; each is a comment or a text for people, and no code depends on one. */
const TRADE_IN_EXAMPLES = [
  'libs/kernel/derive/list-request.ts',
  'libs/kernel/pipeline/list-query.ts', 'libs/kernel/pipeline/select.ts', 'libs/kernel/resource/names.ts', 'libs/kernel/resource/source-file.ts',
];
const LARGEST_FILE = 250;
/** As the plan of the house says. */
const LARGEST_KERNEL = 5_000;

function codeOf({ text }: Source): string[] {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('//'));
}

describe('The kernel', () => {
  const kernel = under('libs/kernel/');

  it('knows no word of the trade', () => {
    const spoken = kernel.filter(({ text }) => text.split('\n').some((line) => TRADE.test(line))).map(({ path }) => path);
    expect(spoken.filter((path) => !TRADE_IN_EXAMPLES.includes(path))).toEqual([]);
    expect(TRADE_IN_EXAMPLES.filter((path) => !spoken.includes(path))).toEqual([]);
    // Where it may be spoken, it stands in a comment or between quotes.
    const inCode = kernel.flatMap((source) => codeOf(source).filter((line) => TRADE.test(line.replaceAll(/'[^']*'|`[^`]*`|"[^"]*"|\/\/.*/g, ''))).map((line) => `${source.path}: ${line.trim()}`));
    expect(inCode).toEqual([]);
  });

  it('has no file that nobody reads to the end', () => {
    expect(kernel.filter(({ lines }) => lines.length - 1 > LARGEST_FILE).map(({ path, lines }) => `${path}: ${lines.length - 1}`)).toEqual([]);
  });

  it('stays small', () => {
    const size = kernel.reduce((sum, source) => sum + codeOf(source).length, 0);
    expect(size).toBeGreaterThan(1_000);
    expect(size).toBeLessThanOrEqual(LARGEST_KERNEL);
  });
});

describe('The house', () => {
  it('has no rooms for whatever is left over', () => {
    expect(sources.filter(({ path }) => /\/(utils?|helpers?|common|shared|misc)(\/|\.tsx?$)/.test(path)).map(({ path }) => path)).toEqual([]);
  });

  it('has no barrels', () => {
    const passingOn = sources.filter((source) => /\/index\.tsx?$/.test(source.path) || (/^export (\*|(type )?\{[^}]*\}) from /m.test(source.text) && basename(source.path) !== 'public.ts'));
    expect(passingOn.map(({ path }) => path)).toEqual([]);
  });

  it('exports by name', () => {
    const unnamed = sources.filter(({ path, text }) => !path.startsWith('apps/web/') && /^export default /m.test(text));
    expect(unnamed.map(({ path }) => path)).toEqual([]);
  });
});
