/**
 * `npm run looks -- FOLDER [procedure…]`: walks the cases of the procedures through the whole program, and pictures what
 * people see on the way, on a desk and a phone: each form with its case's data, each mail, each document. Sheets of
 * several pictures, to look at quickly, and `lint.txt`: what in their words looks wrong.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { signIn } from '../browser/kit';
import { desktop, phone, startBrowser } from '../kit/browser';
import { startTestProgram, type Person, type TestProgram } from '../kit/program';
import { walk } from '../kit/scenario-run';
import { procedures } from '../processes/scenario-files';
import { complaintsAbout } from './words';

const run = promisify(execFile);
const widths = { bureau: desktop, telephone: phone } as const;
type Width = keyof typeof widths;
const perSheet: Readonly<Record<Width | 'courriels' | 'documents', number>> = {
  bureau: 6,
  telephone: 8,
  courriels: 6,
  documents: 6,
};

const [folder = 'data/looks', ...only] = process.argv.slice(2);
const pictures: Record<keyof typeof perSheet, string[]> = {
  bureau: [],
  telephone: [],
  courriels: [],
  documents: [],
};
const lint: string[] = [];
const seen = new Set<string>();

async function keep(kind: keyof typeof perSheet, name: string, picture: Buffer): Promise<void> {
  const file = path.join(folder, `${kind}-${name}.png`);
  await writeFile(file, picture);
  pictures[kind].push(file);
}

const judge = (what: string, text: string): void => {
  lint.push(...complaintsAbout(text).map((complaint) => `${what}: ${complaint}`));
};

async function lookAt(pages: ReadonlyMap<Width, Page>, name: string, address: string): Promise<void> {
  for (const [width, page] of pages) {
    await page.goto(address);
    await page
      .locator('#form[data-ready]')
      .waitFor({ state: 'attached', timeout: 5_000 })
      .catch(() => undefined);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) lint.push(`${name} (${width}): ${overflow} px too wide`);
    if (width === 'bureau') judge(name, await page.innerText('main'));
    // Fixed over the page on a phone: it would hide what is behind it in a picture of the whole.
    await page.locator('.main-nav').evaluate((nav) => {
      nav.style.position = 'static';
    });
    await keep(width, name, await page.locator('main').screenshot());
  }
}

/** The program, whose forms are looked at before they are completed. */
function watched(program: TestProgram, pages: ReadonlyMap<Width, Page>, folderName: string): TestProgram {
  const watch = (person: Person): Person => ({
    ...person,
    async post(address, body) {
      const key = /^\/tasks\/(\d+)\/complete$/.exec(address)?.[1];
      if (key !== undefined) {
        const { body: task } = await person.get<{ elementId: string; bpmnProcessId: string }>(
          `/tasks/${key}`,
        );
        const name = `${folderName}-${task.elementId}`;
        // A called procedure is looked at by its own name.
        if (!seen.has(task.elementId)) await lookAt(pages, name, `/taches/${key}`);
        seen.add(task.elementId);
      }
      return person.post(address, body);
    },
  });
  return { ...program, as: (name) => watch(program.as(name)) };
}

async function lookAtDocuments(program: TestProgram, key: string): Promise<void> {
  interface Found {
    readonly items: readonly { readonly id: string; readonly name: string; readonly contentType: string }[];
  }
  const { body } = await program.as('admin').get<Found>(`/process-instances/${key}/documents`);
  for (const { id, name, contentType } of body.items) {
    const kind = name.replaceAll(/[^A-Za-zÀ-ÿ]+/g, '-').toLowerCase();
    if (seen.has(kind)) continue;
    seen.add(kind);
    const { bytes } = await program.as('admin').download(`/documents/${id}`);
    const pdf = contentType === 'application/zip' ? unzipSync(bytes)['dossier.pdf'] : bytes;
    if (pdf === undefined) continue;
    const file = path.join(folder, `document-${kind}.pdf`);
    await writeFile(file, pdf);
    judge(name, (await run('pdftotext', ['-layout', file, '-'])).stdout);
    await run('pdftoppm', ['-r', '80', '-png', '-l', '3', file, file.replace('.pdf', '')]);
    const { stdout } = await run('sh', ['-c', `ls '${file.replace('.pdf', '')}'-*.png`]);
    pictures.documents.push(...stdout.trim().split('\n'));
  }
}

async function lookAtMails(program: TestProgram, browser: Browser): Promise<void> {
  interface Mail {
    readonly subject: string;
    readonly html: string | null;
    readonly text: string;
  }
  const page = await browser.newPage({ viewport: { width: 640, height: 400 } });
  const { body } = await program.as('admin').get<{ items: readonly Mail[] }>('/mailbox?limit=200');
  for (const { subject, html, text } of body.items) {
    const name = subject
      .replaceAll(/[^A-Za-zÀ-ÿ]+/g, '-')
      .toLowerCase()
      .slice(0, 80);
    if (seen.has(name)) continue;
    seen.add(name);
    judge(`courriel « ${subject} »`, `${subject}\n${text}`);
    await page.setContent(`<p style="font:bold 14px sans-serif">${subject}</p>${html ?? text}`);
    judge(`courriel « ${subject} » (HTML)`, await page.innerText('body'));
    await keep('courriels', name, await page.screenshot({ fullPage: true }));
  }
  await page.close();
}

async function sheets(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1560, height: 900 } });
  for (const [kind, files] of Object.entries(pictures)) {
    const size = perSheet[kind as keyof typeof perSheet];
    for (let at = 0; at < files.length; at += size) {
      const figures = await Promise.all(
        files.slice(at, at + size).map(async (file) => {
          const data = (await readFile(file)).toString('base64');
          return `<figure><figcaption>${path.basename(file, '.png')}</figcaption><img src="data:image/png;base64,${data}"></figure>`;
        }),
      );
      const columns = size / 2;
      await page.setContent(
        `<style>body{margin:4px;display:grid;grid-template-columns:repeat(${columns},1fr);gap:6px;background:#888}` +
          'figure{margin:0;background:#fff}figcaption{font:bold 13px sans-serif;background:#fd0}img{width:100%}</style>' +
          figures.join(''),
      );
      await page.screenshot({
        path: path.join(folder, `sheet-${kind}-${at / size + 1}.png`),
        fullPage: true,
      });
    }
  }
  await page.close();
}

async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const program = await startTestProgram();
  const browser = await startBrowser();
  try {
    const pages = new Map<Width, Page>();
    for (const [width, viewport] of Object.entries(widths)) {
      const agent = await signIn(browser, 'admin', { baseURL: program.url, viewport });
      pages.set(width as Width, agent.page);
    }
    for (const { folder: name, bpmnProcessId, scenarios } of procedures) {
      if (only.length > 0 && !only.some((wanted) => name.startsWith(wanted))) continue;
      const { body } = await program.as('admin').get<{ startable: boolean }>(`/processes/${bpmnProcessId}`);
      if (body.startable) await lookAt(pages, `${name}-start`, `/procedures/${bpmnProcessId}/demarrer`);
      for (const scenario of scenarios.filter(({ startedByTimer }) => startedByTimer !== true)) {
        process.stdout.write(`${name}: ${scenario.name}\n`);
        try {
          const walked = await walk(watched(program, pages, name.slice(0, 12)), bpmnProcessId, scenario);
          await lookAtDocuments(program, walked.processInstanceKey);
        } catch (error) {
          lint.push(`${name}: ${scenario.name}: ${String(error).slice(0, 300)}`);
        }
      }
      await lookAtMails(program, browser);
    }
    await sheets(browser);
    await writeFile(path.join(folder, 'lint.txt'), `${[...new Set(lint)].join('\n')}\n`);
  } finally {
    await browser.close();
    await program.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
});
