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
];

const shared = {
  testEnvironment: 'node',
  transform: { '^.+\\.(ts|js|mjs)$': '<rootDir>/tests/kit/esbuild-transform.js' },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
};

/** unit: no browser, no Java. browser: real Chromium. zeebe: a real Zeebe broker. */
module.exports = {
  maxWorkers: 2,
  // Only to catch a test that hangs: no assertion is about time.
  testTimeout: 180_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: ['/tests/browser/', '/tests/zeebe/'],
    },
    { ...shared, displayName: 'browser', testMatch: ['<rootDir>/tests/browser/**/*.test.ts'] },
    { ...shared, displayName: 'zeebe', testMatch: ['<rootDir>/tests/zeebe/**/*.test.ts'] },
  ],
};
