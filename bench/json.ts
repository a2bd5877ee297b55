/**
 * What exact numbers cost: reading and printing by `src/json` beside `JSON`, by turns, on what the engine meets.
 * `npx esbuild bench/json.ts --bundle --platform=node --outfile=dist/bench/json.js && node dist/bench/json.js`
 */
import { documentNumber, parseJson, printDocument, printJson, readLenientJson } from '../src/json';

const ROUNDS = 7;
const ROUND_MILLIS = 150;

const record = {
  processInstanceKey: 2251799813685255,
  processDefinitionKey: 2251799813685250,
  elementId: 'verifier-la-demande',
  flowScopeKey: 2251799813685255,
  bpmnElementType: 'SERVICE_TASK',
  bpmnEventType: 'UNSPECIFIED',
  tenantId: '<default>',
};
const document = {
  demandeur: 'awa',
  numeroDossier: 'A-2026-0012',
  depose: '2026-11-25T08:30:00.000Z',
  montant: 1250.75,
  articles: Array.from({ length: 20 }, (_, index) => ({
    article: `Article n° ${index}`,
    quantite: index,
    prix: index * 1.25,
  })),
};
const cases: readonly (readonly [name: string, text: string])[] = [
  ['a record value', JSON.stringify(record)],
  ['a document', JSON.stringify(document)],
  ['a document with a whole double', JSON.stringify({ ...document, total: 0.5 }).replace('0.5', '2.0')],
  ['a text of 100 kB', JSON.stringify({ text: 'é"\\ 3e4 '.repeat(12_000) })],
];

/** Microseconds a call: the best of the rounds, which neighbours disturb least. */
function time(actions: Readonly<Record<string, () => unknown>>): Record<string, number> {
  const best: Record<string, number> = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, action] of Object.entries(actions)) {
      let calls = 0;
      const began = performance.now();
      while (performance.now() - began < ROUND_MILLIS) {
        for (let call = 0; call < 20; call += 1) action();
        calls += 20;
      }
      best[name] = Math.min(best[name] ?? Infinity, ((performance.now() - began) * 1000) / calls);
    }
  }
  return best;
}

for (const [name, text] of cases) {
  const value = parseJson(text);
  const times = time({
    'JSON.parse': () => JSON.parse(text) as unknown,
    parseJson: () => parseJson(text),
    readLenientJson: () => readLenientJson(text, documentNumber),
    'JSON.stringify': () => JSON.stringify(value),
    printJson: () => printJson(value),
    printDocument: () => printDocument(value),
  });
  const cells = Object.entries(times).map(([action, micros]) => `${action} ${micros.toFixed(2)}`);
  process.stdout.write(`${name} (${text.length} characters), µs: ${cells.join(', ')}\n`);
}
