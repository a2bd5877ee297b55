/**
 * The public clients of other languages on a gateway: the one at ZEEBE_ADDRESS, else an embedded engine started for it.
 * Each installs its client from its registry (PyPI, the Go proxy, Maven Central; @camunda8/sdk of npm is here) into a
 * cache; what cannot run here is named and skipped.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const here = import.meta.dirname;
const root = path.resolve(here, '../..');
const cache = path.join(os.homedir(), '.cache/logigramme/clients');

function has(command, argument = '--version') {
  return spawnSync(command, [argument], { stdio: 'ignore' }).status === 0;
}

/** Runs to the end; the last lines of what it said when it fails. */
function run(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 300_000,
    ...options,
  });
  if (status !== 0)
    throw new Error(`${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-15).join('\n'));
  return stdout;
}

const clients = {
  node: {
    needs: () => true,
    program([address]) {
      const jest = path.join(root, 'node_modules/jest/bin/jest.js');
      const result = path.join(folder, 'node.json');
      const args = ['tests/clients', '--selectProjects', 'unit', '--json', `--outputFile=${result}`];
      run(process.execPath, [jest, ...args], { cwd: root, env: { ...process.env, ZEEBE_ADDRESS: address } });
      const { testResults } = JSON.parse(readFileSync(result, 'utf8'));
      return testResults
        .flatMap(({ assertionResults }) => assertionResults)
        .map(({ title }) => title)
        .join('\n');
    },
  },
  python: {
    needs: () => has('python3'),
    program(parameters) {
      const folder = path.join(cache, 'python');
      const python = path.join(folder, 'bin/python');
      if (!existsSync(python)) run('python3', ['-m', 'venv', folder]);
      run(python, ['-m', 'pip', 'install', '-q', 'pyzeebe==4.7.0']);
      return run(python, [path.join(here, 'python/client.py'), ...parameters]);
    },
  },
  go: {
    needs: () => has('go', 'version'),
    program: (parameters) => run('go', ['run', '.', ...parameters], { cwd: path.join(here, 'go') }),
  },
  java: {
    needs: () => has('mvn') && has('java', '-version'),
    program(parameters) {
      const list = path.join(cache, 'java-classpath.txt');
      run('mvn', [
        '-q',
        '-f',
        path.join(here, 'java/pom.xml'),
        'dependency:build-classpath',
        `-Dmdep.outputFile=${list}`,
      ]);
      return run('java', [
        '-cp',
        readFileSync(list, 'utf8'),
        path.join(here, 'java/Client.java'),
        ...parameters,
      ]);
    },
  },
};

function seconds(began) {
  return Math.round((Date.now() - began) / 1000);
}

async function listening(output) {
  for await (const chunk of output) {
    const found = /"address":"([^"]+)"/.exec(String(chunk));
    if (found) return found[1];
  }
  throw new Error('Expected the engine to listen, but it ended');
}

async function openGateway(folder) {
  if (process.env.ZEEBE_ADDRESS) return { address: process.env.ZEEBE_ADDRESS, close: () => undefined };
  const engine = spawn(process.execPath, [path.join(root, 'dist/src/main/engine-main.js')], {
    env: { ...process.env, DATA_DIR: path.join(folder, 'data'), GATEWAY_PORT: '0', MANAGEMENT_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await listening(engine.stdout);
  engine.stdout.resume();
  return { address, close: () => engine.kill() };
}

mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(path.join(os.tmpdir(), 'clients-'));
const gateway = await openGateway(folder);
const [passed, failed, skipped] = [[], [], []];
for (const [name, { needs, program }] of Object.entries(clients)) {
  if (!needs()) {
    skipped.push(name);
    console.log(`${name}: skipped, it is not installed here`);
    continue;
  }
  const id = `${name}-${Date.now()}`;
  const file = path.join(folder, `${name}.bpmn`);
  writeFileSync(file, readFileSync(path.join(here, 'process.bpmn'), 'utf8').replaceAll('-ID', `-${id}`));
  const began = Date.now();
  try {
    const said = program([gateway.address, file, id]).trim().split('\n');
    passed.push(name);
    console.log([`${name}: passed in ${seconds(began)} s`, ...said.map((line) => `  ${line}`)].join('\n'));
  } catch (error) {
    failed.push(name);
    console.log(`${name}: FAILED after ${seconds(began)} s\n${error.message}`);
  }
}
gateway.close();
rmSync(folder, { recursive: true, force: true });
console.log(`${passed.length} passed, ${failed.length} failed, ${skipped.length} skipped`);
process.exit(failed.length === 0 ? 0 : 1);
