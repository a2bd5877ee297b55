/**
 * A real Chromium for tests, from npm alone (@sparticuz/chromium), driven by playwright-core.
 * The binary is unpacked once into node_modules/.cache; `CHROMIUM_PATH` names another Chromium instead.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { projectRoot } from '../../src/config/root';

const run = promisify(execFile);
const cacheFolder = path.join(projectRoot, 'node_modules', '.cache', 'chromium-147.0.0');

export const desktop = { width: 1280, height: 800 } as const;
export const phone = { width: 390, height: 844 } as const;

/** Only the package's Open Sans: pages look the same on every machine. */
const fontConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(cacheFolder, 'fonts', 'fonts')}</dir>
  <cachedir>${path.join(cacheFolder, 'fonts', 'cache')}</cachedir>
</fontconfig>
`;

interface Unpacked {
  readonly executable: string;
  readonly env: Record<string, string>;
}

/** Unpacks into a folder of its own, then renames: two test processes may do this at once. */
async function unpack(): Promise<void> {
  const parent = path.dirname(cacheFolder);
  await mkdir(parent, { recursive: true });
  const staging = await mkdtemp(path.join(parent, 'chromium-'));
  const script =
    "require('@sparticuz/chromium').executablePath().catch((e) => { console.error(e); process.exit(1); })";
  // This variable makes the package unpack the shared libraries too, for machines that have no libnss3.
  const env = { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  await run(process.execPath, ['-e', script], { cwd: projectRoot, env });
  await writeFile(path.join(staging, 'fonts', 'fonts.conf'), fontConfiguration);
  try {
    await rename(staging, cacheFolder);
  } catch (error) {
    if (!existsSync(path.join(cacheFolder, 'chromium'))) throw error;
    await rm(staging, { recursive: true, force: true });
  }
}

async function starts(executable: string, env: Record<string, string>): Promise<boolean> {
  return run(executable, ['--version'], { env }).then(
    () => true,
    () => false,
  );
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

async function chromiumFiles(): Promise<Unpacked> {
  const own = process.env.CHROMIUM_PATH;
  if (own) return { executable: own, env: inherited() };
  const executable = path.join(cacheFolder, 'chromium');
  if (!existsSync(executable)) await unpack();
  const env = { ...inherited(), FONTCONFIG_PATH: path.join(cacheFolder, 'fonts') };
  if (await starts(executable, env)) return { executable, env };
  const withLibraries = { ...env, LD_LIBRARY_PATH: path.join(cacheFolder, 'al2023', 'lib') };
  if (await starts(executable, withLibraries)) return { executable, env: withLibraries };
  throw new Error(
    `Expected ${executable} to start, but it did not, with the system's libraries or the package's own. ` +
      'It is built for x64 Linux; elsewhere set CHROMIUM_PATH to a Chromium of this machine.',
  );
}

/** Starts a headless Chromium. The caller closes it. */
export async function startBrowser(): Promise<Browser> {
  const { executable, env } = await chromiumFiles();
  return chromium.launch({
    executablePath: executable,
    env,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'],
  });
}

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Console errors, page errors and requests to other hosts; a good page leaves this empty. */
  readonly complaints: string[];
}

export interface VisitOptions {
  readonly baseURL: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly locale?: string;
}

/** A fresh session (own cookies) with one page whose complaints are recorded. */
export async function openVisit(browser: Browser, options: VisitOptions): Promise<Visit> {
  const viewport = options.viewport ?? desktop;
  const context = await browser.newContext({
    baseURL: options.baseURL,
    viewport,
    locale: options.locale ?? 'fr-FR',
    timezoneId: 'Africa/Abidjan',
    isMobile: viewport.width < 600,
    hasTouch: viewport.width < 600,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !url.startsWith(options.baseURL))
      complaints.push(`request to another host: ${url}`);
  });
  return { context, page, complaints };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly help: string;
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
  }[];
}

/** Serious and critical axe-core violations, one readable line each; empty when the page is accessible. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // evaluate() goes through the debugger, so the page's CSP does not stop it.
  await page.evaluate(axe.source);
  const result = (await page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })",
  )) as AxeResult;
  return result.violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .map((violation) => {
      const nodes = violation.nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary ?? ''})`);
      return `${violation.id}: ${violation.help}: ${nodes.join('; ')}`;
    });
}
