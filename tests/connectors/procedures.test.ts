/** Which procedures a connector lets in when its file says nothing, and when it does. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readConnectorSettings } from '../../src/connectors/file';
import { proceduresOf, SHIPPED_PROCEDURES, type ConnectorName } from '../../src/connectors/procedures';
import { findWorkers } from '../../src/workers/host/registry';

const folder = path.join(__dirname, '../../processes');
const shipped = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.bpmn'))
  .map((file) => {
    const xml = readFileSync(path.join(folder, file), 'utf8');
    const all = (pattern: RegExp) => [...xml.matchAll(pattern)].map((match) => match[1] ?? '');
    return {
      id: all(/<bpmn:process id="([^"]+)"/gu)[0] ?? '',
      // Of an expression, every text that it may become.
      types: all(/taskDefinition type=["'](=?[^>]*?)["'] ?\/?>/gu).flatMap((type) =>
        type.startsWith('=') ? [...type.matchAll(/"([a-z-]+)"/gu)].map((match) => match[1] ?? '') : [type],
      ),
      calls: all(/calledElement processId="([^"]+)"/gu),
    };
  });

function usersOf(connector: ConnectorName): string[] {
  const types = findWorkers()
    .filter((worker) => worker.connector === connector)
    .map(({ type }) => type);
  const users = new Set(
    shipped.filter((one) => one.types.some((type) => types.includes(type))).map(({ id }) => id),
  );
  for (let before = -1; before !== users.size;) {
    before = users.size;
    for (const one of shipped) if (one.calls.some((called) => users.has(called))) users.add(one.id);
  }
  return [...users].sort();
}

test.each(Object.keys(SHIPPED_PROCEDURES) as ConnectorName[])(
  'without a word, %s is for the shipped procedures that use it, and those that call them',
  (connector) => {
    expect(proceduresOf()[connector]).toEqual(usersOf(connector));
  },
);

test('every worker that acts with a connector names it', () => {
  const unnamed = findWorkers().filter(
    (worker) => worker.connected !== undefined && worker.connector === undefined,
  );
  expect(unnamed.map(({ type }) => type)).toEqual([]);
});

describe('the connectors file', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-procedures-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const read = (yaml: string) => {
    const file = path.join(root, 'connecteurs.yaml');
    writeFileSync(file, yaml);
    return readConnectorSettings(file);
  };

  it('replaces the list of one connector, and leaves the others', () => {
    const procedures = proceduresOf(
      read('procedures:\n  http: [ouverture-guichet]\n  backup: []\n').procedures,
    );
    expect(procedures.http).toEqual(['ouverture-guichet']);
    expect(procedures.backup).toEqual([]);
    expect(procedures.tickets).toEqual(SHIPPED_PROCEDURES.tickets);
  });

  it.each([
    ['procedures:\n  annuaire: [x]\n', /ligne \d+, procedures/],
    ['procedures:\n  http: tout\n', /ligne 2, procedures\.http/],
    ['procedures:\n  http: [""]\n', /ligne 2, procedures\.http\.0/],
  ])('%j is refused with its line', (yaml, message) => {
    expect(() => read(yaml)).toThrow(message);
  });
});
