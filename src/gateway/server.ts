/** The gRPC server of the embedded engine: the Zeebe gateway protocol on an EngineHandle. */
import { randomBytes } from 'node:crypto';
import {
  Server,
  ServerCredentials,
  setLogger,
  type handleUnaryCall,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import { ListenError } from '../kit/listen';
import type { Logger } from '../kit/logger';
import type { Registry } from 'prom-client';
import type { EngineHandle } from '../engine/api';
import type { Certificate } from '../kit/http-server';
import { MAX_MESSAGE_BYTES } from './activated-jobs';
import { authentication } from './authentication';
import { createCallers, type CallerOptions } from './callers';
import { createEnginePort, type EnginePort } from './engine-port';
import { toGatewayError, toServiceError } from './errors';
import { createInFlight, type InFlight } from './in-flight';
import { jobCalls } from './job-calls';
import { createJobStreams, type JobStreamHub } from './job-streams';
import { createLongPolling, type LongPolling } from './long-polling';
import { createMetrics } from './metrics';
import { gatewayService } from './proto';
import { referenceOf } from './request';
import { unaryRpcs } from './rpc';
import { createRestApp, listenRest, type RunningRest } from './rest';
import { topologyReply } from './rpc/topology';
import type { UnaryRpc } from './rpc/unary';

export interface GatewayOptions {
  readonly engine: EngineHandle;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Of the REST API; 0, or none: any free port. */
  readonly restPort?: number;
  /** The largest message that it takes (4). */
  readonly messageMegabytes?: number;
  readonly logger: Logger;
  /** None: whoever reaches it may call it. */
  readonly security?: GatewaySecurity;
}

/** PEM files as bytes. */
export interface GatewaySecurity extends CallerOptions {
  readonly tls: Certificate | null;
  /** Clients show a certificate of this authority. */
  readonly clientCa: Buffer | null;
}

/** How the program that runs the gateway reaches it. */
export interface OwnAccess {
  readonly address: string;
  /** http://host:port of the REST API. */
  readonly restAddress: string;
  readonly credentials?: { readonly username: string; readonly password: string };
}

export interface Gateway {
  /** host:port for a client. */
  readonly address: string;
  readonly port: number;
  /** http://host:port of the REST API, https with a certificate. */
  readonly restUrl: string;
  readonly own: OwnAccess;
  /** Metrics of the engine and its calls. */
  readonly registry: Registry;
  /** Number of waiting polls by job type. */
  waitingPolls(): ReadonlyMap<string, number>;
  /** Number of clients with an open stream of jobs by job type. */
  streamingClients(): ReadonlyMap<string, number>;
  /** Ends the polls, lets calls under way finish for a moment, closes. Safe to call twice. */
  stop(): Promise<void>;
}

const STOP_LIMIT_MILLIS = 1000;
/** A client that vanished without a word is noticed within keepalive time + timeout, and leases nothing then. */
const SERVER_OPTIONS = {
  'grpc.max_send_message_length': -1,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.so_reuseport': 0,
} as const;

interface Parts {
  readonly port: EnginePort;
  readonly longPolling: LongPolling;
  readonly jobStreams: JobStreamHub;
  readonly inFlight: InFlight;
  readonly logger: Logger;
}

function reportFailure(
  error: unknown,
  rpc: string,
  { port, logger }: Parts,
): ReturnType<typeof toServiceError> {
  const gatewayError = toGatewayError(error, port.state());
  if (gatewayError.status === 'INTERNAL') logger.error({ rpc, err: error }, 'call failed');
  else logger.debug({ rpc, status: gatewayError.status, reason: gatewayError.message }, 'call refused');
  return toServiceError(gatewayError);
}

function unaryHandler(name: string, rpc: UnaryRpc<object>, parts: Parts): handleUnaryCall<object, object> {
  const act = async (request: object): Promise<object> => {
    const command = { ...rpc.toCommand(request), ...referenceOf(request) };
    return rpc.toReply(await parts.port.send(command, rpc.timeoutMillis?.(request)));
  };
  return (call, callback) => {
    parts.inFlight
      .run(call.request, () => act(call.request))
      .then(
        (reply) => callback(null, reply),
        (error: unknown) => callback(reportFailure(error, name, parts)),
      );
  };
}

function handlers(
  parts: Parts,
  address: () => { host: string; port: number },
): Record<string, UntypedHandleCall> {
  const topology: handleUnaryCall<object, object> = (_call, callback) =>
    callback(null, topologyReply(address(), parts.port.state()));
  return {
    ...Object.fromEntries(
      Object.entries(unaryRpcs).map(([name, rpc]) => [
        name,
        unaryHandler(name, rpc as UnaryRpc<object>, parts),
      ]),
    ),
    Topology: topology,
    ...jobCalls({ ...parts, report: (error, rpc) => reportFailure(error, rpc, parts) }),
  };
}

const authorityOf = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

function credentialsOf({ tls, clientCa }: Pick<GatewaySecurity, 'tls' | 'clientCa'>): ServerCredentials {
  if (tls === null) return ServerCredentials.createInsecure();
  return ServerCredentials.createSsl(
    clientCa,
    [{ cert_chain: tls.cert, private_key: tls.key }],
    clientCa !== null,
  );
}

async function listen(
  server: Server,
  host: string,
  port: number,
  credentials = ServerCredentials.createInsecure(),
): Promise<number> {
  const authority = authorityOf(host, port);
  return new Promise((resolve, reject) => {
    server.bindAsync(authority, credentials, (error, bound) => {
      if (!error) return resolve(bound);
      reject(new ListenError({ host, port, setting: 'GATEWAY_PORT' }, error));
    });
  });
}

async function shutDown(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, STOP_LIMIT_MILLIS);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The program's own client: by a loopback port of its own, with a secret that nobody else has. */
function ownClient(): { readonly username: string; readonly password: string } {
  return { username: 'logigramme', password: randomBytes(32).toString('base64url') };
}

const OPEN: GatewaySecurity = { tls: null, clientCa: null, clients: new Map(), issuer: null };

/** Listens when resolved; what the engine cannot take yet is answered UNAVAILABLE. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { engine, host, port, logger, security = OPEN } = options;
  const metrics = createMetrics();
  const enginePort = createEnginePort(metrics.observe(engine));
  const onError = (error: unknown, text: string): void => logger.warn({ err: error }, text);
  const longPolling = createLongPolling({ engine, port: enginePort, onError });
  const jobStreams = createJobStreams({ engine, port: enginePort, onError });
  metrics.watchPolls(() => longPolling.waiting());
  const grpcLog = (...message: unknown[]): void => logger.debug({ grpc: message }, 'grpc');
  setLogger({ debug: grpcLog, info: grpcLog, error: grpcLog });
  const { clients, issuer, clientCa, tls } = security;
  const knowsCallers = clients.size > 0 || issuer !== null;
  const isGuarded = knowsCallers || clientCa !== null;
  const own = ownClient();
  const callers = createCallers({
    clients: new Map([...clients, [own.username, own.password]]),
    issuer,
  });
  const server = new Server({
    ...SERVER_OPTIONS,
    'grpc.max_receive_message_length':
      options.messageMegabytes === undefined ? MAX_MESSAGE_BYTES : options.messageMegabytes * 1024 * 1024,
    ...(isGuarded && {
      interceptors: [authentication({ callers, certificateSuffices: !knowsCallers, logger })],
    }),
  });
  let bound = port;
  server.addService(
    gatewayService(),
    handlers({ port: enginePort, longPolling, jobStreams, inFlight: createInFlight(), logger }, () => ({
      host,
      port: bound,
    })),
  );
  bound = await listen(server, host, port, credentialsOf(security));
  const address = authorityOf(host, bound);
  // Without it our own client would need a certificate that names this host, and where asked one of its own.
  const ownAddress = tls === null ? address : authorityOf('127.0.0.1', await listen(server, '127.0.0.1', 0));
  const restApp = createRestApp({
    port: enginePort,
    callers: isGuarded ? callers : null,
    certificateSuffices: !knowsCallers,
    logger,
  });
  const rests: RunningRest[] = [
    await listenRest(restApp, { tls, clientCa, host, port: options.restPort ?? 0 }),
  ];
  if (tls !== null)
    rests.push(await listenRest(restApp, { tls: null, clientCa: null, host: '127.0.0.1', port: 0 }));
  const restUrl = rests[0]?.url ?? '';
  logger.info(
    { address, restUrl, tls: tls !== null, knowsCallers, clientCertificates: clientCa !== null },
    'gateway listens',
  );
  let stopping: Promise<void> | undefined;

  async function stop(): Promise<void> {
    longPolling.stop();
    jobStreams.stop();
    await Promise.all([shutDown(server), ...rests.map((rest) => rest.stop())]);
  }

  return {
    address,
    port: bound,
    restUrl,
    own: {
      address: ownAddress,
      restAddress: rests.at(-1)?.url ?? restUrl,
      ...(isGuarded && { credentials: own }),
    },
    registry: metrics.registry,
    waitingPolls: () => longPolling.waiting(),
    streamingClients: () => jobStreams.clients(),
    stop: () => (stopping ??= stop()),
  };
}
