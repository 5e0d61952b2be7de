// The table of house-style section 2, row by row. Paths are resolved files, so a re-export hides nothing.
const npm = (...names) => `^node_modules/(${names.join('|')})/`;
const may = (name, from, ...to) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { pathNot: to },
});
const never = (name, from, to) => ({ name, severity: 'error', from, to });
const node = '^(node:)?[a-z_/]+$';

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
    may('prompts', '^src/prompts/', '^src/(domain|prompts)/', npm('zod'), node),
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
      '^(node:)?crypto$',
    ),
    never(
      'adapters-do-not-know-each-other',
      { path: '^src/adapters/([^/]+)/([^/]+)/' },
      {
        path: '^src/',
        pathNot: [
          '^src/(ports|domain)/',
          '^src/(logger|metrics)\\.ts$',
          '^src/adapters/$1/$2/',
          '^src/adapters/shared/',
        ],
      },
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
    never(
      'api-knows-contracts-not-workflows',
      { path: '^src/(api|temporal)/' },
      {
        path: '^src/workflows/',
        pathNot: '/(contract|search-attributes)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    never(
      'api-stands-on-ports',
      { path: '^src/api/', pathNot: '^src/api/(main|sample-house)\\.ts$' },
      { path: '^(src/(activities|adapters|prompts|compose|worker)|sample|engines|commands)' },
    ),
    never(
      'only-compose-picks-adapters',
      { pathNot: '^(src/compose\\.ts|src/adapters/|test/)' },
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
    never(
      'express-stays-in-api',
      { path: '^src/', pathNot: '^src/api/' },
      { path: npm('express') },
    ),
    never(
      'one-registry-of-metrics',
      { path: '^src/', pathNot: '^src/metrics\\.ts$' },
      { path: npm('prom-client') },
    ),
    never(
      'providers-stay-in-adapters',
      { path: '^src/', pathNot: '^src/adapters/' },
      { path: npm('openai', '@pinecone-database/pinecone', 'pdf-parse', 'pg', 'drizzle-orm') },
    ),
    never(
      'engines-know-no-residents',
      { path: '^engines/' },
      { path: '^(src|sample|commands)/', pathNot: '^src/config\\.ts$' },
    ),
    never('sample-is-data', { path: '^sample/' }, { path: '^src/', pathNot: '^src/domain/' }),
    never(
      'commands-use-the-doors',
      { path: '^commands/' },
      { path: '^src/', pathNot: '^src/(compose|config)\\.ts$' },
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
    never('nothing-imports-tests', { pathNot: '^test/' }, { path: '^test/' }),
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
