/** Each procedure's README ties its text's sentences to elements; nothing may be missing on either side. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { readDiagram } from '../kit/diagram-rules';
import { quotation, sources } from '../kit/sources';
import { reconstructionMark } from '../kit/diagram-rules/reconstruction-marked';
import { processFiles, readProcessFile } from './files';

interface Row {
  readonly line: number;
  readonly text: string;
  readonly elements: readonly string[];
}

const seeds = path.join(projectRoot, '..', 'shared', 'seeds');
/** The diagrams show a typographic apostrophe where the texts have a typewriter's. */
const typographic = (text: string) => text.replaceAll("'", '’');
const normalise = (text: string) => typographic(text).replace(/\s+/g, ' ').trim();
/** Headings of each procedure's chapter, which say nothing about it. */
const headings =
  /^(?:I+V?\. [A-ZÉ’ ]+(?: :)?|Acteurs Enchaînement des tâches Commentaires et documents associés)$/;

function linesOf(file: string): Map<number, string> {
  const lines = readProcessFile(file).trimEnd().split('\n');
  return new Map(
    lines.map((line) => [
      Number(line.slice(0, line.indexOf('\t'))),
      typographic(line.slice(line.indexOf('\t') + 1)),
    ]),
  );
}

function idsIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, id = '']) => id);
}

function tableRows(readme: string): string[][] {
  const lines = readme.split('\n').filter((line) => line.startsWith('|'));
  return lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
}

function readReadme(folder: string): { sentences: Row[]; reconstructed: string[] } {
  const rows = tableRows(readProcessFile(path.join(folder, 'README.md')));
  const sentences = rows
    .filter((cells) => cells.length === 3 && /^\d+$/.test(cells[0] ?? ''))
    .map(([line = '', text = '', elements = '']) => ({
      line: Number(line),
      text: typographic(text),
      elements: idsIn(elements),
    }));
  const heading = rows.findIndex((cells) => cells[0] === 'Element' && cells[1] === 'Why');
  const below = rows.slice(heading + 2);
  const end = below.findIndex((cells) => idsIn(cells[0] ?? '').length === 0);
  const reconstructed = below
    .slice(0, end < 0 ? undefined : end)
    .flatMap(([elements = '']) => idsIn(elements));
  return { sentences, reconstructed };
}

const texts = Object.entries(sources).flatMap(([name, source]) =>
  processFiles(`${name}.txt`).map((file) => ({ ...source, folder: path.dirname(file), file })),
);

test('every procedure has its text', () => {
  const folders = texts.map(({ folder }) => folder).sort();
  expect(folders).toEqual(processFiles('.bpmn').map((file) => path.dirname(file)));
});

describe.each(texts)('$folder', ({ folder, file, label, begins }) => {
  const guide = linesOf(file);
  const { sentences, reconstructed } = readReadme(folder);
  const [bpmn = ''] = processFiles('.bpmn').filter((file) => path.dirname(file) === folder);
  const read = async () => readDiagram(readProcessFile(bpmn));

  test('every sentence of the table is in the text, at its line', () => {
    const absent = sentences.filter(({ line, text }) => !guide.get(line)?.includes(text));
    expect(absent).toEqual([]);
  });

  test('every word of the lines taken is in the table', () => {
    const left = [...guide].flatMap(([line, text]) => {
      const quoted = sentences.filter((row) => row.line === line).map((row) => row.text);
      const rest = quoted
        .sort((a, b) => b.length - a.length)
        .reduce((whole, part) => whole.replace(part, ' '), text);
      const words = normalise(
        rest
          .replace(/<[^>]*>/g, ' ')
          .replace(/(?:\d+ ?,?)+ ?-/g, ' ')
          .replace(/[•-]/g, ' '),
      );
      return words === '' || headings.test(text) ? [] : [`l. ${line}: ${words}`];
    });
    expect(left).toEqual([]);
  });

  test('every element named in the README exists', async () => {
    const { nodes, flows, lanes, pools, processes } = await read();
    const ids = new Set([...nodes, ...flows, ...lanes, ...pools, ...processes].map(({ id }) => id));
    const named = [...sentences.flatMap(({ elements }) => elements), ...reconstructed];
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('every element has a sentence or is reconstructed, not both', async () => {
    const { nodes, flows, lanes, pools, processes } = await read();
    const attested = new Set(sentences.flatMap(({ elements }) => elements));
    const elements = [
      ...processes,
      ...pools,
      ...lanes,
      ...nodes,
      ...flows.filter(({ documentation }) => documentation),
    ];
    const isReconstructed = (documentation: string) => documentation.startsWith(reconstructionMark);
    const faults = elements.filter(({ id, documentation }) => {
      const shouldBe = isReconstructed(documentation);
      return shouldBe !== reconstructed.includes(id) || shouldBe === attested.has(id);
    });
    expect(faults.map(({ id }) => id)).toEqual([]);
  });

  test('every quotation in the diagram is the text’s, at its line', async () => {
    const { nodes, flows, lanes, pools, processes } = await read();
    const quotations = [...processes, ...pools, ...lanes, ...nodes, ...flows].flatMap(
      ({ id, documentation }) =>
        [...documentation.matchAll(quotation)].map(([, from, line, text = '']) => ({
          id,
          from,
          line: Number(line),
          text: typographic(text),
        })),
    );
    expect(quotations.length).toBeGreaterThan(0);
    expect(
      quotations.filter(({ from, line, text }) => from !== label || !guide.get(line)?.includes(text)),
    ).toEqual([]);
  });

  const seed = existsSync(seeds) ? findSeed(begins) : undefined;
  // The whole texts are not part of the repository.
  (seed ? test : test.skip)('the lines taken are the text’s', () => {
    const lines = (seed ?? '').split('\n').map(normalise);
    expect([...guide].filter(([number, text]) => lines[number - 1] !== text)).toEqual([]);
    // A chapter of the guide is taken whole.
    if (!/^[a-s]-/.test(folder)) return;
    const numbers = [...guide.keys()];
    const first = Math.min(...numbers);
    const between = lines
      .slice(first - 1, Math.max(...numbers))
      .flatMap((text, index) => (text ? [first + index] : []));
    expect(between).toEqual(numbers);
  });
});

function findSeed(begins: string): string | undefined {
  const whole = readdirSync(seeds).map((name) => readFileSync(path.join(seeds, name), 'utf8'));
  return whole.find((text) => text.slice(0, 2000).toLowerCase().includes(begins));
}
