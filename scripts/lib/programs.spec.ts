import { environmentOf, programs } from './programs.mjs';

const everything = Object.fromEntries(
  [
    'DATABASE_URL PORTAL_DATABASE_URL TRIAGE_DATABASE_URL CONSOLE_DATABASE_URL EXCHANGE_DATABASE_URL REDIS_URL',
    'EVIDENCE_URL MANARA_KEY_FILE PORTAL_KEY_FILE DATA_DIR PORTAL_PORT LISTEN_HOST RETRIEVAL_PROXY HOME',
    'AWS_SECRET_ACCESS_KEY SOMETHING_ELSE',
  ]
    .join(' ')
    .split(' ')
    .map((name) => [name, `value of ${name}`]),
);

/** What each zone may have beside public addresses: the table of `docs`, as a test. */
const secrets: [string, string[]][] = [
  ['portal', ['PORTAL_DATABASE_URL', 'PORTAL_KEY_FILE']],
  ['exchange', ['EXCHANGE_DATABASE_URL']],
  [
    'console',
    ['AWS_SECRET_ACCESS_KEY', 'CONSOLE_DATABASE_URL', 'DATA_DIR', 'EVIDENCE_URL', 'MANARA_KEY_FILE'],
  ],
  [
    'triage',
    [
      'AWS_SECRET_ACCESS_KEY',
      'DATA_DIR',
      'EVIDENCE_URL',
      'MANARA_KEY_FILE',
      'REDIS_URL',
      'RETRIEVAL_PROXY',
      'TRIAGE_DATABASE_URL',
    ],
  ],
  ['sample-site', []],
  ['iccam-sandbox', ['DATA_DIR']],
];

describe('the environment of a program', () => {
  it.each(secrets)('%s holds what its zone may have and nothing else', (name, expected) => {
    const program = programs.find((one) => one.name === name)!;
    const given = Object.keys(environmentOf(program, everything)).filter(
      (variable) => !['PORTAL_PORT', 'LISTEN_HOST'].includes(variable),
    );
    expect(given.sort()).toEqual(expected);
  });

  it('is decided for every program', () => {
    expect(secrets.map(([name]) => name).sort()).toEqual(programs.map(({ name }) => name).sort());
  });
});
