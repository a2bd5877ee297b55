import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { accessibilityProblems, openVisit, startBrowser } from '../kit/browser';

jest.setTimeout(180_000);

describe('the test browser', () => {
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        '<!doctype html><html lang="fr"><title>Essai</title><main><h1>Bonjour</h1><img src="data:,"></main>',
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server.close();
  });

  it('should open a page, and see what is not accessible in it', async () => {
    const { page, context } = await openVisit(browser, {
      baseURL: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    });
    await page.goto('/');
    expect(await page.textContent('h1')).toBe('Bonjour');
    expect((await accessibilityProblems(page)).join()).toContain('image-alt');
    await context.close();
  });
});
