/**
 * Draws every processes/<folder>/*.bpmn with bpmn-js in headless Chromium: SVG to docs/diagrams/ (committed),
 * PNG to the folder given as first argument (default data/diagrams, not committed), only those named after it. Fails on any import warning.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '..');
const svgFolder = path.join(root, 'docs', 'diagrams');
const pngFolder = path.resolve(process.argv[2] ?? path.join(root, 'data', 'diagrams'));
const margin = 20;

async function diagrams() {
  const names = await readdir(path.join(root, 'processes'), { recursive: true });
  const only = process.argv.slice(3);
  return names
    .filter(
      (name) => name.endsWith('.bpmn') && (only.length === 0 || only.includes(path.basename(name, '.bpmn'))),
    )
    .sort();
}

async function blankPage(browser) {
  const page = await browser.newPage({ deviceScaleFactor: 2 });
  await page.setContent(
    '<!doctype html><meta charset="utf-8"><body style="margin:0"><div id="canvas"></div>',
  );
  await page.addScriptTag({
    path: path.join(root, 'node_modules/bpmn-js/dist/bpmn-viewer.production.min.js'),
  });
  return page;
}

/** The picture as bpmn-js saves it, with its drawn size in pixels. */
function draw(page, xml) {
  return page.evaluate(async (source) => {
    const viewer = new globalThis.BpmnJS({ container: '#canvas', width: 1200, height: 800 });
    const { warnings } = await viewer.importXML(source);
    const { svg } = await viewer.saveSVG();
    viewer.destroy();
    return { svg, warnings: warnings.map((warning) => warning.message) };
  }, xml);
}

async function photograph(page, svg, file) {
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg);
  await page.setViewportSize({
    width: Math.ceil(Number(width)) + 2 * margin,
    height: Math.ceil(Number(height)) + 2 * margin,
  });
  const picture = svg.slice(svg.indexOf('<svg'));
  await page.setContent(`<body style="margin:${margin}px;background:#fff">${picture}</body>`);
  await page.screenshot({ path: file });
}

/** bpmn-js gives its arrow heads random ids: numbered here, so that the same diagram gives the same file. */
function stable(svg) {
  const ids = [...new Set(svg.match(/marker-[0-9a-z]{20,}/g))];
  return ids.reduce((text, id, index) => text.replaceAll(id, `fleche-${index}`), svg);
}

const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args,
  headless: true,
});
try {
  await Promise.all([mkdir(svgFolder, { recursive: true }), mkdir(pngFolder, { recursive: true })]);
  for (const file of await diagrams()) {
    const page = await blankPage(browser);
    const { svg, warnings } = await draw(page, await readFile(path.join(root, 'processes', file), 'utf8'));
    if (warnings.length > 0)
      throw new Error(`Expected ${file} to import cleanly, but: ${warnings.join('; ')}`);
    const name = path.basename(file, '.bpmn');
    await writeFile(path.join(svgFolder, `${name}.svg`), stable(svg));
    await photograph(page, svg, path.join(pngFolder, `${name}.png`));
    await page.close();
    console.log(
      `${file} -> docs/diagrams/${name}.svg, ${path.relative(root, path.join(pngFolder, name))}.png`,
    );
  }
} finally {
  await browser.close();
}
