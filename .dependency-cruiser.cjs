// The table of house-style section 2, row by row; where it deviates, docs/decisions 0005 and 0040 say why. Paths are
// resolved files, so a re-export hides nothing.
const npm = (...names) => `^node_modules/(${names.join('|')})/`;
const may = (name, from, ...to) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { pathNot: to },
});
const never = (name, from, to) => ({ name, severity: 'error', from, to });
const node = '^(node:)?[a-z_/]+$';
const only = (...modules) => `^(node:)?(${modules.join('|')})$`;

// A library has one place; a provider's SDK stays in that provider's folder. Tests may look at everything.
const PLACES = {
  '@energetic-ai/[a-z-]+': ['^src/adapters/embedders/embedded/'],
  'better-auth': ['^src/api/sign-in(-options|-routes)?\\.ts$'],
  'csv-parse': ['^src/adapters/table-readers/csv/'],
  'drizzle-orm': ['^src/adapters/shared/database\\.ts$', '^src/adapters/records/postgres/'],
  express: ['^src/api/'],
  helmet: ['^src/api/security-headers\\.ts$'],
  jose: ['^src/adapters/channels/web-chat/', '^src/api/'],
  'libphonenumber-js': ['^src/domain/'],
  luxon: ['^src/domain/', '^sample/'],
  minisearch: ['^src/adapters/knowledge-indexes/embedded/'],
  openai: ['^src/adapters/language-models/openai/'],
  'pdf-parse': ['^src/adapters/document-readers/pdf/'],
  pdfkit: ['^src/adapters/report-writers/pdf/', '^sample/make-pdfs\\.ts$'],
  pg: [
    '^src/adapters/(shared/database\\.ts$|records/postgres/|property-platforms/embedded/)',
    '^engines/(postgres|backup-copy)\\.ts$',
  ],
  pino: ['^src/logger\\.ts$'],
  'prom-client': ['^src/metrics\\.ts$'],
  porter2: ['^src/adapters/(shared/concepts\\.ts$|language-models/embedded/)'],
  tinyld: ['^src/adapters/shared/language\\.ts$'],
};
const API_PACKAGES = [
  'express',
  'helmet',
  'better-auth',
  'jose',
  '@temporalio/(client|common)',
  'zod',
];
const tests = '^(test|evals)/';

module.exports = {
  forbidden: [
    never('no-cycles', {}, { circular: true }),
    never('resolvable', {}, { couldNotResolve: true }),
    may(
      'domain-is-pure',
      '^src/domain/(?!.*\\.schema\\.ts$)',
      '^src/domain/(?!.*\\.schema\\.ts$)',
      npm('luxon', '@types/luxon', 'libphonenumber-js'),
    ),
    may(
      'domain-schemas',
      '^src/domain/.*\\.schema\\.ts$',
      '^src/domain/',
      npm('zod', 'luxon', 'libphonenumber-js'),
    ),
    may('ports', '^src/ports/', '^src/(domain|ports)/', npm('zod')),
    may('prompts', '^src/prompts/', '^src/(domain|prompts)/', npm('zod'), only('fs', 'crypto')),
    may(
      'workflows-stay-in-the-sandbox',
      '^src/workflows/',
      '^src/(workflows|domain|activities)/',
      npm('@temporalio/(workflow|common)'),
    ),
    never(
      'workflows-load-no-schemas',
      { path: '^src/workflows/' },
      { path: '\\.schema\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    never(
      'workflows-take-activity-types-only',
      { path: '^src/workflows/' },
      { path: '^src/activities/', dependencyTypesNot: ['type-only'] },
    ),
    may(
      'activities',
      '^src/activities/',
      '^src/(domain|ports|prompts|activities)/',
      '^src/(logger|metrics)\\.ts$',
      npm('@temporalio/(activity|common|worker)'),
      only('crypto'),
    ),
    never(
      'activities-take-worker-types-only',
      { path: '^src/activities/' },
      { path: npm('@temporalio/worker'), dependencyTypesNot: ['type-only'] },
    ),
    may(
      'adapters-do-not-know-each-other',
      '^src/adapters/(?!shared/)([^/]+)/([^/]+)/',
      '^src/(ports|domain)/',
      '^src/(logger|metrics)\\.ts$',
      '^src/adapters/$1/$2/',
      '^src/adapters/shared/',
      npm('zod', ...Object.keys(PLACES)),
      node,
    ),
    may(
      'adapters-shared-knows-no-provider',
      '^src/adapters/shared/',
      '^src/(ports|domain)/',
      '^src/(logger|metrics)\\.ts$',
      '^src/adapters/shared/',
      npm('zod', ...Object.keys(PLACES)),
      node,
    ),
    {
      name: 'adapters-shared-has-two-users',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/shared/' },
      module: { path: '^src/adapters/shared/.*\\.ts$', numberOfDependentsLessThan: 2 },
    },
    ...Object.entries(PLACES).map(([name, places]) =>
      never(
        `${name.replace(/^@|[/[].*/g, '')}-has-its-place`,
        { pathNot: [...places, tests] },
        { path: npm(name) },
      ),
    ),
    may(
      'temporal',
      '^src/temporal/',
      '^src/(domain|ports|temporal)/',
      '^src/logger\\.ts$',
      '^src/workflows/(.*/contract|search-attributes)\\.ts$',
      npm('@temporalio/[a-z]+'),
      node,
    ),
    may(
      'api',
      '^src/api/(?!(main|sample-house|staff-door)\\.ts$)',
      '^src/(domain|ports|temporal|api|workflows)/',
      '^src/(logger|metrics)\\.ts$',
      npm(...API_PACKAGES),
      node,
    ),
    may(
      'api-main-starts',
      '^src/api/main\\.ts$',
      '^src/(compose|config|logger|metrics|process-part)\\.ts$',
      '^src/(ports|temporal|api)/',
      npm('@temporalio/client'),
      node,
    ),
    may(
      'the-sample-house-is-part-of-the-start',
      '^src/api/sample-house\\.ts$',
      '^src/(compose|config|logger)\\.ts$',
      '^src/(domain|ports|api)/',
      '^sample/',
    ),
    may(
      'the-staff-door-is-part-of-the-start',
      '^src/api/staff-door\\.ts$',
      '^src/config\\.ts$',
      '^src/(domain|ports|api)/',
      npm('@temporalio/common', 'express'),
    ),
    never(
      'api-takes-types-only-of-temporals-commons',
      { path: '^src/api/' },
      { path: npm('@temporalio/common'), dependencyTypesNot: ['type-only'] },
    ),
    never(
      'api-knows-contracts-not-workflows',
      { path: '^src/(api|temporal)/' },
      {
        path: '^src/workflows/',
        pathNot: '/(contract|search-attributes)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    may(
      'compose',
      '^src/compose\\.ts$',
      '^src/(adapters|ports|prompts)/',
      '^src/config\\.ts$',
      only('path', 'url'),
    ),
    may(
      'worker-starts',
      '^src/worker\\.ts$',
      '^src/(compose|config|logger|process-part|worker-metrics)\\.ts$',
      '^src/activities/index\\.ts$',
      '^src/temporal/',
      '^src/workflows/.*/contract\\.ts$',
      npm('@temporalio/worker'),
      only('url'),
    ),
    may('process-part', '^src/process-part\\.ts$', '^src/(config|logger)\\.ts$'),
    may('logger', '^src/logger\\.ts$', npm('pino')),
    may('metrics', '^src/metrics\\.ts$', npm('prom-client')),
    may('config', '^src/config\\.ts$', npm('zod'), only('crypto')),
    never(
      'only-starts-know-the-start',
      { pathNot: ['^src/worker\\.ts$', '^src/api/main\\.ts$', tests] },
      { path: '^src/process-part\\.ts$' },
    ),
    never(
      'who-may-log',
      {
        path: '^(src|engines|sample|commands)/',
        pathNot:
          '^src/((activities|adapters|temporal|api)/|(worker|worker-metrics|process-part)\\.ts$)',
      },
      { path: '^src/logger\\.ts$' },
    ),
    never(
      'only-compose-picks-adapters',
      { pathNot: '^(src/compose\\.ts|src/adapters/|test/|evals/)' },
      { path: '^src/adapters/' },
    ),
    never(
      'one-reader-of-the-environment',
      {
        path: '^src/',
        pathNot: '^src/(compose|worker|process-part|api/(main|sample-house|staff-door))\\.ts$',
      },
      { path: '^src/config\\.ts$' },
    ),
    may(
      'engines-know-no-residents',
      '^engines/',
      '^engines/',
      '^src/config\\.ts$',
      npm('@temporalio/(testing|worker)', 'pg', 'zod'),
      node,
    ),
    may(
      'sample-is-data',
      '^sample/',
      '^sample/',
      '^src/domain/',
      npm('luxon', 'pdfkit', 'zod'),
      node,
    ),
    may(
      'commands-use-the-doors',
      '^commands/',
      '^(commands|engines)/',
      '^sample/property\\.ts$',
      '^src/(compose|config)\\.ts$',
      npm('zod'),
      node,
    ),
    may(
      'the-desk-talks-http',
      '^dashboard/',
      '^dashboard/',
      '^src/api/(answers/|rights\\.ts$)',
      npm(
        '@mantine/[a-z]+',
        '@tanstack/react-query',
        'react',
        'react-dom',
        '@types/react',
        '@types/react-dom',
        'react-router',
        'vite',
        '@vitejs/plugin-react',
      ),
    ),
    never(
      'the-desk-takes-types-only',
      { path: '^dashboard/' },
      { path: '^src/', dependencyTypesNot: ['type-only'] },
    ),
    never(
      'nothing-imports-the-desk',
      { path: '^(src|engines|sample|commands)/' },
      { path: '^dashboard/' },
    ),
    never('nothing-imports-tests', { pathNot: tests }, { path: tests }),
    never('tests-import-no-evals', { path: '^test/' }, { path: '^evals/' }),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dashboard/dist/' }, // built, in chunks that refer to each other
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
