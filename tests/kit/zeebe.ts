/** Starts a real Zeebe broker for tests, its exporter pointed at `exporterUrl`. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './ports';
import { findJavaHome, zeebeHome } from './zeebe-distribution';

export interface RunningZeebe {
  /** host:port of the gRPC gateway. */
  readonly address: string;
  /** http://host:port of the actuators; the clock is controllable there. */
  readonly managementUrl: string;
  /** http://host:port of the REST API. */
  readonly restUrl: string;
  readonly startedInMillis: number;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface ZeebeOptions {
  /** Where records are delivered; none: no exporter. */
  readonly exporterUrl?: string;
  readonly exporterUsername?: string;
  readonly exporterPassword?: string;
  readonly partitions?: number;
  /** Records a delivery; 1 delivers each at once, where the default waits a second for more. */
  readonly bulkSize?: number;
  /** More of Zeebe's settings. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A quiet machine takes 15 s; one that eight people use took over two minutes. */
const START_LIMIT_MILLIS = 400_000;
const EXPORTER = 'ZEEBE_BROKER_EXPORTERS_ELASTICSEARCH';

function exporterVariables(options: ZeebeOptions): Record<string, string> {
  if (!options.exporterUrl) return {};
  return {
    [`${EXPORTER}_CLASSNAME`]: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
    [`${EXPORTER}_ARGS_URL`]: options.exporterUrl,
    [`${EXPORTER}_ARGS_BULK_DELAY`]: '1',
    [`${EXPORTER}_ARGS_BULK_SIZE`]: String(options.bulkSize ?? 1000),
    ...(options.exporterUsername && {
      [`${EXPORTER}_ARGS_AUTHENTICATION_USERNAME`]: options.exporterUsername,
      [`${EXPORTER}_ARGS_AUTHENTICATION_PASSWORD`]: options.exporterPassword ?? '',
    }),
  };
}

async function brokerVariables(options: ZeebeOptions, ports: Ports, data: string) {
  return {
    JAVA_HOME: await findJavaHome(),
    JAVA_OPTS: '-Xmx768m -XX:+UseSerialGC',
    ZEEBE_BROKER_DATA_DIRECTORY: data,
    ZEEBE_BROKER_DATA_DISK_FREESPACE_PROCESSING: '1GB',
    ZEEBE_BROKER_DATA_DISK_FREESPACE_REPLICATION: '500MB',
    ZEEBE_BROKER_NETWORK_HOST: '127.0.0.1',
    ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT: String(ports.command),
    ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT: String(ports.internal),
    ZEEBE_BROKER_GATEWAY_NETWORK_PORT: String(ports.gateway),
    ZEEBE_BROKER_CLUSTER_PARTITIONSCOUNT: String(options.partitions ?? 1),
    SERVER_PORT: String(ports.rest),
    MANAGEMENT_SERVER_PORT: String(ports.management),
    ZEEBE_CLOCK_CONTROLLED: 'true',
    ...exporterVariables(options),
    ...options.environment,
  };
}

interface Ports {
  readonly gateway: number;
  readonly command: number;
  readonly internal: number;
  readonly rest: number;
  readonly management: number;
}

async function choosePorts(): Promise<Ports> {
  const [gateway = 0, command = 0, internal = 0, rest = 0, management = 0] = await Promise.all(
    Array.from({ length: 5 }, () => freePort()),
  );
  return { gateway, command, internal, rest, management };
}

async function ready(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/actuator/health/readiness`)).ok;
  } catch {
    return false;
  }
}

async function waitReady(url: string, broker: ChildProcess, log: string): Promise<void> {
  const limit = Date.now() + START_LIMIT_MILLIS;
  while (!(await ready(url))) {
    if (broker.exitCode !== null || Date.now() > limit) {
      const text = await readFile(log, 'utf8').catch(() => '');
      throw new Error(`Expected Zeebe to become ready, but it did not:\n${text.slice(-3000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function stopBroker(broker: ChildProcess, data: string): Promise<void> {
  if (broker.exitCode === null && broker.signalCode === null) {
    const exited = new Promise((resolve) => broker.once('exit', resolve));
    broker.kill('SIGKILL');
    await exited;
  }
  await rm(data, { recursive: true, force: true });
}

/** Takes 10 to 30 s. Throws `ZeebeUnavailableError` where Java 21+ or Maven is missing. */
export async function startZeebe(options: ZeebeOptions = {}): Promise<RunningZeebe> {
  const began = Date.now();
  const home = await zeebeHome();
  const data = await mkdtemp(path.join(os.tmpdir(), 'zeebe-'));
  const ports = await choosePorts();
  const log = path.join(data, 'broker.log');
  const variables = await brokerVariables(options, ports, path.join(data, 'data'));
  const classpath = [path.join(home, 'config'), path.join(home, 'lib', '*')].join(':');
  const broker = spawn(
    path.join(variables.JAVA_HOME, 'bin', 'java'),
    [
      ...variables.JAVA_OPTS.split(' '),
      '-Dfile.encoding=UTF-8',
      `-Dbasedir=${home}`,
      '-cp',
      classpath,
      'io.camunda.application.StandaloneBroker',
    ],
    { cwd: data, env: { ...process.env, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const output = createWriteStream(log);
  broker.stdout.pipe(output);
  broker.stderr.pipe(output);
  const kill = (): void => void broker.kill('SIGKILL');
  process.once('exit', kill);
  const managementUrl = `http://127.0.0.1:${ports.management}`;
  try {
    await waitReady(managementUrl, broker, log);
  } catch (error) {
    await stopBroker(broker, data);
    throw error;
  }
  return {
    address: `127.0.0.1:${ports.gateway}`,
    managementUrl,
    restUrl: `http://127.0.0.1:${ports.rest}`,
    startedInMillis: Date.now() - began,
    pid: broker.pid ?? 0,
    stop: async () => {
      process.off('exit', kill);
      await stopBroker(broker, data);
    },
  };
}
