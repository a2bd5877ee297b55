/** The rights table, tried line by line in the real program; and that no page and no call is missing from it. */
import type { Router } from 'express';
import { routes } from '../../src/web/api/routes';
import { createPages } from '../../src/web/pages';
import { createFixture } from '../pages/fixtures';
import { asks, type Ask } from './asks';
import { LETTERS, table } from './table';
import { openWorld, people, type Role, type World } from './world';

jest.setTimeout(180_000);

/** Not in the table, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  'GET /flux': 'an endless stream: tests/pages and the browser walks',
  'POST /connexion': 'everybody’s: tests/identity, tests/browser',
  'POST /deconnexion': 'everybody’s: tests/browser',
  'GET /assets': 'files of the site, everybody’s',
};

interface Layer {
  readonly route?: {
    readonly path: string | readonly string[];
    readonly stack: readonly { readonly method?: string }[];
  };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

function pagesOf(router: { readonly stack: readonly Layer[] }): string[] {
  return router.stack.flatMap(({ route, handle }) => {
    if (route !== undefined) {
      const methods = new Set(route.stack.map(({ method }) => (method ?? 'get').toUpperCase()));
      return [...methods].flatMap((method) => [route.path].flat().map((path) => `${method} ${path}`));
    }
    return handle?.stack === undefined ? [] : pagesOf({ stack: handle.stack });
  });
}

/** `/tasks/{key}/claim`, `/taches/:key/prendre` → what a line of the table may look like. */
const patternOf = (call: string): RegExp =>
  new RegExp(
    `^${call
      .replaceAll(/\{\w+\}|:\w+/g, '\u0000')
      .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('\u0000', '[^/ ]+')}$`,
  );

test('every page and every call is in the table', () => {
  const api = routes.map(({ method, path }) => `${method.toUpperCase()} /api/v1${path}`);
  const pages = pagesOf(createPages(createFixture().services) as Router & { stack: Layer[] });
  expect(pages.length).toBeGreaterThan(60);
  const missing = [...api, ...pages].filter(
    (call) =>
      elsewhere[call] === undefined &&
      !table.some((line) => patternOf(call).test(line.call.split('?')[0] ?? '')),
  );
  expect(missing).toEqual([]);
});

describe('who may', () => {
  let world: World | undefined;
  let ask: Ask;
  beforeAll(async () => {
    world = await openWorld();
    ask = await asks(world);
  });
  afterAll(() => world?.stop());

  test.each(table.map((line) => [line.call, line] as const))('%s', async (_call, line) => {
    const statuses: number[] = [];
    for (const role of Object.keys(people) as Role[]) statuses.push(await ask(line, role));
    const may = statuses.map((status, at) => (status === 401 || status === 403 ? '-' : LETTERS[at])).join('');
    expect([may, ...statuses.filter((status) => status >= 500)]).toEqual([line.who]);
  });
});
