// Packages that ship only ES modules; jest runs CommonJS, so they are compiled too.
const esModules = [
  'feelin',
  '@bpmn-io',
  'lezer-feel',
  '@lezer',
  'min-dash',
  'bpmn-moddle',
  'dmn-moddle',
  'moddle',
  'moddle-xml',
  'saxen',
  'luxon',
  'temporal-polyfill',
  'temporal-utils',
  'ids',
  'feelers',
  'marked',
  'didi',
  'jose',
  'openid-client',
  'oauth4webapi',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
];

const shared = {
  testEnvironment: 'node',
  transform: { '^.+\\.(ts|js|mjs)$': '<rootDir>/tests/kit/esbuild-transform.js' },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
};

const SLOW = '\\.slow\\.test\\.ts$';

/**
 * unit: no browser, no Java. browser: real Chromium. slow: kills, outages, servers of others, long walks, in `<name>.slow.test.ts`.
 * zeebe: a real Zeebe broker.
 */
module.exports = {
  // Of the time of a test two thirds are waiting for something.
  maxWorkers: 3,
  // Only to catch a test that hangs: no assertion is about time.
  testTimeout: 180_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: ['/tests/browser/', '/tests/zeebe/', SLOW],
    },
    {
      ...shared,
      displayName: 'browser',
      testMatch: ['<rootDir>/tests/browser/**/*.test.ts'],
      testPathIgnorePatterns: [SLOW],
    },
    {
      ...shared,
      displayName: 'slow',
      testMatch: ['<rootDir>/tests/**/*.slow.test.ts'],
      testPathIgnorePatterns: ['/tests/zeebe/'],
    },
    { ...shared, displayName: 'zeebe', testMatch: ['<rootDir>/tests/zeebe/**/*.test.ts'] },
  ],
};
