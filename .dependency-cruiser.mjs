// The rules of imports: who may know whom. The order of the libraries and each app's list are data below.

const pure = ['pdq', 'hash-index', 'taxonomy'];

/** A library imports only those above it. */
const ordered = [
  ['platform', 'queue', 'media'],
  ['audit', 'organisations', 'identity', 'reports', 'mail', 'retrieval', 'evidence', 'known-material'],
  ['cases', 'review', 'referrals', 'alarms', 'statistics', 'pipeline'],
].flat();

/** Libraries that each app may import; the command line and the tests may import all. */
const allowed = {
  portal: ['platform', 'organisations', 'reports', 'taxonomy'],
  'portal/browser': pure,
  triage: ['platform', 'queue', 'media', 'audit', 'organisations', 'reports', 'retrieval', 'evidence'].concat(
    ['mail', 'known-material', 'cases', 'review', 'referrals', 'alarms', 'statistics', 'pipeline', ...pure],
  ),
  console: ['platform', 'audit', 'organisations', 'identity', 'reports', 'evidence', 'known-material'].concat(
    ['cases', 'review', 'referrals', 'alarms', 'statistics', 'taxonomy'],
  ),
  'console-web': pure,
  exchange: ['platform', 'audit', 'organisations', 'known-material', 'referrals', 'taxonomy'],
  'iccam-sandbox': ['platform', 'taxonomy'],
  'sample-site': ['platform', 'pdq'],
};

const any = (names) => `(${names.join('|')})`;
const tests = String.raw`\.(spec|e2e)\.tsx?$|/testing/|\.fixture\.ts$`;

/** Doors of a library and of its folders that have one. */
const doors = [
  String.raw`^libs/[^/]+/src/index\.ts$`,
  String.raw`^libs/[^/]+/src/[^/]+/index\.ts$`,
  String.raw`^libs/[^/]+/[^/]+/src/index\.ts$`,
];

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      // Entities refer to each other through type wrappers, which vanish when compiled.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          String.raw`\.(spec|e2e)\.tsx?$`,
          String.raw`\.d\.ts$`,
          String.raw`(main|vite\.config)\.tsx?$`,
          '^scripts/',
          '^libs/[^/]+/kernel/',
          '^test/',
          '^bench/',
        ],
      },
      to: {},
    },
    {
      name: 'libraries-never-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|test|bench)/', pathNot: '^test/support/' },
    },
    {
      name: 'only-tests-import-test-support',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: tests },
      to: { path: '^test/' },
    },
    {
      name: 'apps-never-import-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: tests },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'the-only-door-between-libraries-is-its-index',
      comment:
        'Import `#libs/NAME`; a folder of a library has a door only where it has an src/index.ts or index.ts.',
      severity: 'error',
      from: { path: '^(apps|test|bench|scripts)/' },
      to: {
        path: '^libs/',
        pathNot: [...doors, '/testing/'],
      },
    },
    {
      name: 'the-only-door-between-libraries-is-its-index',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: {
        path: '^libs/',
        pathNot: ['^libs/$1/', ...doors, '/testing/'],
      },
    },
    {
      name: 'pure-libraries-import-only-pure-ones',
      severity: 'error',
      from: { path: `^libs/${any(pure)}/`, pathNot: tests },
      to: { pathNot: `^libs/${any(pure)}/` },
    },
    ...ordered.map((name, index) => ({
      name: 'arrows-point-up-the-list',
      comment: `${name} may import pure libraries and those before it in the list`,
      severity: 'error',
      from: { path: `^libs/${name}/`, pathNot: tests },
      to: { path: '^libs/', pathNot: `^libs/${any([...pure, ...ordered.slice(0, index + 1)])}/` },
    })),
    {
      name: 'libraries-are-in-the-list',
      severity: 'error',
      from: { path: '^libs/', pathNot: `^libs/${any([...pure, ...ordered])}/` },
      to: {},
    },
    ...Object.entries(allowed).map(([app, libraries]) => ({
      name: 'apps-import-what-their-zone-may',
      comment: `${app}: ${libraries.join(', ')}`,
      severity: 'error',
      from: { path: `^apps/${app}/`, pathNot: app === 'portal' ? `${tests}|^apps/portal/browser/` : tests },
      to: { path: '^libs/', pathNot: `^libs/${any(libraries)}/` },
    })),
    {
      name: 'the-portal-reaches-no-evidence-queue-or-review',
      comment: 'Not even through another library.',
      severity: 'error',
      from: { path: '^apps/portal/src/main.ts$' },
      to: {
        path: `^libs/${any(['queue', 'media', 'identity', 'retrieval', 'evidence', 'cases', 'review', 'referrals', 'pipeline'])}/|node_modules/(ioredis|sharp|@nestjs/bullmq)/`,
        reachable: true,
      },
    },
    {
      name: 'the-console-never-fetches',
      severity: 'error',
      from: { path: '^apps/console/src/main.ts$' },
      to: { path: `^libs/${any(['retrieval', 'pipeline'])}/`, reachable: true },
    },
    {
      name: 'only-the-queue-knows-its-broker',
      comment: 'Its tables are made with all others, by the migrations.',
      severity: 'error',
      from: {
        pathNot: `^(libs/queue|apps/triage|test|bench)/|^libs/platform/src/database/migrate.ts$|${tests}`,
      },
      to: { path: 'node_modules/(bullmq|ioredis|@nestjs/bullmq)/' },
    },
    {
      name: 'only-triage-sends-mail',
      severity: 'error',
      from: { pathNot: `^(libs/mail|test)/|${tests}` },
      to: { path: 'node_modules/(nodemailer|smtp-server)/' },
    },
    {
      name: 'only-the-confined-child-decodes',
      severity: 'error',
      from: { pathNot: `^(libs/media|apps/sample-site|test|bench)/|${tests}` },
      to: { path: 'node_modules/sharp/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.data|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
