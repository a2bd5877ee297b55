/**
 * Records what a real Zeebe 8.6.0 writes for each script, into scripts/<name>.ndjson.gz beside this file. Run it after a
 * change of the scripts (Java 21+):
 * npx esbuild tests/engine/recorded/record.ts --bundle --platform=node --packages=external --outfile=dist/record.js
 * RECORD_FOLDER=tests/engine/recorded/scripts node dist/record.js [name…]
 */
import { createServer } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { credentials, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ZBClient } from 'zeebe-node';
import type { EngineRecord } from '../../../src/protocol/records';
import { startZeebe, type RunningZeebe } from '../../kit/zeebe';
import { awaiting, scripts } from './scripts';
import type { Step } from './steps';

const records: EngineRecord[] = [];
let lastArrival = Date.now();

const exporter = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.setHeader('X-Elastic-Product', 'Elasticsearch');
    response.setHeader('Content-Type', 'application/json');
    if (request.method !== 'POST') {
      response.end('{"acknowledged":true}');
      return;
    }
    const raw = Buffer.concat(chunks);
    const lines = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw)
      .toString('utf8')
      .split('\n');
    const items: unknown[] = [];
    for (let index = 0; index + 1 < lines.length; index += 2) {
      const { index: action } = JSON.parse(lines[index] as string) as {
        index: { _id: string; _index: string };
      };
      records.push(JSON.parse(lines[index + 1] as string) as EngineRecord);
      items.push({ index: { ...action, status: 201 } });
    }
    lastArrival = Date.now();
    response.end(JSON.stringify({ took: 1, errors: false, items }));
  });
});

let broker: RunningZeebe;
let client: ZBClient;

interface Gateway {
  DeployResource(request: object, answer: (error: Error | null) => void): void;
}

/** zeebe-node deploys one resource a call. */
function deploy(files: readonly { name: string; content: string }[]): Promise<void> {
  const proto = loadSync(require.resolve('zeebe-node/proto/zeebe.proto'), { keepCase: true });
  const { gateway_protocol: namespace } = loadPackageDefinition(proto) as unknown as {
    gateway_protocol: { Gateway: new (address: string, credential: unknown) => Gateway };
  };
  const gateway = new namespace.Gateway(broker.address, credentials.createInsecure());
  const resources = files.map(({ name, content }) => ({ name, content: Buffer.from(content) }));
  return new Promise((resolve, reject) => {
    gateway.DeployResource({ resources }, (error) => (error === null ? resolve() : reject(error)));
  });
}

async function quiet(): Promise<void> {
  const begin = Date.now();
  while (Date.now() - Math.max(begin, lastArrival) < 700)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

let lastJob = '';
let from = 0;
/** Instances to cancel, newest last. */
const here = (): EngineRecord[] => records.slice(from);

async function activate(type: string, timeout = 600_000): Promise<string> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const jobs = await client.activateJobs({
      type,
      worker: 'w',
      timeout,
      maxJobsToActivate: 1,
      requestTimeout: -1,
    } as never);
    if (jobs.length > 0) return (lastJob = (jobs[0] as { key: string }).key);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Expected a job of type ${type}`);
}

function isCalled(value: Readonly<Record<string, unknown>>): boolean {
  return Number(value['parentProcessInstanceKey']) > 0;
}

function openInstance(root = false): string {
  const ended = new Set(
    here()
      .filter(({ intent }) => intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED')
      .map(({ key }) => String(key)),
  );
  const open = here().filter(
    ({ intent, value, key }) =>
      intent === 'ELEMENT_ACTIVATED' &&
      value['bpmnElementType'] === 'PROCESS' &&
      !ended.has(String(key)) &&
      !(root && isCalled(value)),
  );
  return String(open.at(-1)?.key);
}

async function run(step: Step): Promise<void> {
  switch (step.do) {
    case 'deploy':
      await deploy(step.files);
      return;
    case 'create':
      await client.createProcessInstance({ bpmnProcessId: step.id, variables: step.variables } as never);
      return;
    case 'activate':
      await activate(step.type, step.timeout);
      return;
    case 'complete':
      await client.completeJob({
        jobKey: await activate(step.type),
        variables: (step.variables ?? {}) as never,
      });
      return;
    case 'fail':
      await client.failJob({
        jobKey: await activate(step.type),
        retries: step.retries,
        errorMessage: step.message ?? '',
        retryBackOff: step.backOff ?? 0,
        variables: JSON.stringify(step.variables ?? {}),
      } as never);
      return;
    case 'throw':
      await client.throwError({
        jobKey: await activate(step.type),
        errorCode: step.code,
        errorMessage: step.message ?? '',
        variables: (step.variables ?? {}) as never,
      });
      return;
    case 'retries':
      await client.updateJobRetries({ jobKey: lastJob, retries: step.retries });
      return;
    case 'resolve': {
      const incident = here()
        .filter(({ valueType, intent }) => valueType === 'INCIDENT' && intent === 'CREATED')
        .at(-1);
      await client.resolveIncident({ incidentKey: String(incident?.key) });
      return;
    }
    case 'publish':
      await client.publishMessage({
        name: step.name,
        correlationKey: step.key,
        timeToLive: step.ttl ?? 0,
        messageId: step.id ?? '',
        variables: (step.variables ?? {}) as never,
      });
      return;
    case 'broadcast':
      await client.broadcastSignal({ signalName: step.name, variables: (step.variables ?? {}) as never });
      return;
    case 'advance':
      await fetch(`${broker.managementUrl}/actuator/clock/add`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ offsetMilli: step.milliseconds }),
      });
      await new Promise((resolve) => setTimeout(resolve, 2000));
      return;
    case 'cancel':
      await client.cancelProcessInstance(openInstance(step.root));
      return;
    case 'set': {
      const scope = here()
        .filter(
          ({ valueType, intent, value }) =>
            valueType === 'PROCESS_INSTANCE' &&
            intent === 'ELEMENT_ACTIVATING' &&
            value['elementId'] === step.element,
        )
        .at(-1);
      await client.setVariables({
        elementInstanceKey: String(scope?.key),
        local: step.local ?? false,
        variables: step.variables as never,
      });
    }
  }
}

const STEP_LIMIT_MILLIS = 15_000;

async function within<T>(millis: number, work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Expected ${what} to be done within ${millis} ms`)), millis);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
  const { port } = exporter.address() as { port: number };
  broker = await startZeebe({ exporterUrl: `http://127.0.0.1:${port}`, bulkSize: 1 });
  client = new ZBClient(broker.address, { loglevel: 'NONE', retry: false, useTLS: false } as never);
  const folder = process.env['RECORD_FOLDER'] ?? path.join(__dirname, 'scripts');
  mkdirSync(folder, { recursive: true });
  for (const script of [...scripts, ...awaiting]) {
    if (wanted.length > 0 && !wanted.includes(script.name)) continue;
    await quiet();
    from = records.length;
    try {
      for (const step of script.steps) {
        await within(STEP_LIMIT_MILLIS, run(step), JSON.stringify(step).slice(0, 200));
        await quiet();
      }
    } catch (error) {
      process.stdout.write(`${script.name} failed: ${String(error)}\n`);
    }
    const lines = here().map((record) => JSON.stringify(record));
    writeFileSync(path.join(folder, `${script.name}.ndjson.gz`), gzipSync(`${lines.join('\n')}\n`));
    process.stdout.write(`${script.name}: ${lines.length} records\n`);
  }
  await broker.stop();
  process.exit(0);
}

void main();
