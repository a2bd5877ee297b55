/** The gRPC server of the embedded engine: the Zeebe gateway protocol on an EngineHandle. */
import {
  Server,
  ServerCredentials,
  setLogger,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServerWritableStream,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { EngineHandle } from '../engine/api';
import { MAX_MESSAGE_BYTES } from './activated-jobs';
import { createEnginePort, type EnginePort } from './engine-port';
import { notAvailable, toGatewayError, toServiceError } from './errors';
import { createLongPolling, type LongPolling } from './long-polling';
import type { ActivatedJob, ActivateJobsRequest } from './messages';
import { createMetrics } from './metrics';
import { gatewayService } from './proto';
import { checkTenant, DEFAULT_TENANT } from './request';
import { unaryRpcs, unavailableRpcs } from './rpc';
import { topologyReply } from './rpc/topology';
import type { UnaryRpc } from './rpc/unary';

export interface GatewayOptions {
  readonly engine: EngineHandle;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly logger: Logger;
}

export interface Gateway {
  /** host:port for a client. */
  readonly address: string;
  readonly port: number;
  /** Metrics of the engine and its calls. */
  readonly registry: Registry;
  /** Number of waiting polls by job type. */
  waitingPolls(): ReadonlyMap<string, number>;
  /** Ends the polls, lets calls under way finish for a moment, closes. Safe to call twice. */
  stop(): Promise<void>;
}

const STOP_LIMIT_MILLIS = 1000;
/** A client that vanished without a word is noticed within keepalive time + timeout, and leases nothing then. */
const SERVER_OPTIONS = {
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  'grpc.max_send_message_length': -1,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.so_reuseport': 0,
} as const;

interface Parts {
  readonly port: EnginePort;
  readonly longPolling: LongPolling;
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
  const answer = async (request: object): Promise<object> =>
    rpc.toReply(await parts.port.send(rpc.toCommand(request), rpc.timeoutMillis?.(request)));
  return (call, callback) => {
    answer(call.request).then(
      (reply) => callback(null, reply),
      (error: unknown) => callback(reportFailure(error, name, parts)),
    );
  };
}

type JobStream = ServerWritableStream<ActivateJobsRequest, { jobs: readonly ActivatedJob[] }>;

function poll(call: JobStream, parts: Parts): void {
  const { request } = call;
  for (const tenantId of request.tenantIds) checkTenant('ActivateJobs', tenantId);
  const cancel = parts.longPolling.activate(
    {
      type: request.type,
      worker: request.worker,
      timeout: Number(request.timeout),
      maxJobsToActivate: request.maxJobsToActivate,
      variables: request.fetchVariable,
      tenantIds: [DEFAULT_TENANT],
    },
    {
      send(jobs) {
        if (call.cancelled || call.destroyed) return false;
        call.write({ jobs });
        return true;
      },
      end: () => call.end(),
      fail: (error) => call.emit('error', reportFailure(error, 'ActivateJobs', parts)),
    },
    Number(request.requestTimeout),
  );
  call.on('cancelled', cancel);
}

function activateJobsHandler(parts: Parts): handleServerStreamingCall<ActivateJobsRequest, object> {
  return (call) => {
    try {
      poll(call as JobStream, parts);
    } catch (error) {
      call.emit('error', reportFailure(error, 'ActivateJobs', parts));
    }
  };
}

function handlers(
  parts: Parts,
  address: () => { host: string; port: number },
): Record<string, UntypedHandleCall> {
  const topology: handleUnaryCall<object, object> = (_call, callback) =>
    callback(null, topologyReply(address(), parts.port.state()));
  const unavailable = (name: string): handleUnaryCall<object, object> => {
    return (_call, callback) => callback(toServiceError(notAvailable(name)));
  };
  const unavailableStream = (name: string): handleServerStreamingCall<object, object> => {
    return (call) => void call.emit('error', toServiceError(notAvailable(name)));
  };
  const service = gatewayService();
  return {
    ...Object.fromEntries(
      Object.entries(unaryRpcs).map(([name, rpc]) => [
        name,
        unaryHandler(name, rpc as UnaryRpc<object>, parts),
      ]),
    ),
    ...Object.fromEntries(
      unavailableRpcs.map((name) => [
        name,
        service[name]?.responseStream ? unavailableStream(name) : unavailable(name),
      ]),
    ),
    Topology: topology,
    ActivateJobs: activateJobsHandler(parts) as UntypedHandleCall,
  };
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(authority, ServerCredentials.createInsecure(), (error, bound) => {
      if (!error) return resolve(bound);
      const remedy = 'choose another GATEWAY_PORT or stop what listens there';
      reject(
        new Error(`Expected to listen on ${authority}, but: ${error.message}; ${remedy}`, { cause: error }),
      );
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

/** Listens when resolved; what the engine cannot take yet is answered UNAVAILABLE. */
export async function startGateway({ engine, host, port, logger }: GatewayOptions): Promise<Gateway> {
  const metrics = createMetrics();
  const enginePort = createEnginePort(metrics.observe(engine));
  const longPolling = createLongPolling({
    engine,
    port: enginePort,
    onError: (error, text) => logger.warn({ err: error }, text),
  });
  metrics.watchPolls(() => longPolling.waiting());
  const grpcLog = (...message: unknown[]): void => logger.debug({ grpc: message }, 'grpc');
  setLogger({ debug: grpcLog, info: grpcLog, error: grpcLog });
  const server = new Server(SERVER_OPTIONS);
  let bound = port;
  server.addService(
    gatewayService(),
    handlers({ port: enginePort, longPolling, logger }, () => ({ host, port: bound })),
  );
  bound = await listen(server, host, port);
  const address = `${host.includes(':') ? `[${host}]` : host}:${bound}`;
  logger.info({ address }, 'gateway listens');
  let stopping: Promise<void> | undefined;

  async function stop(): Promise<void> {
    longPolling.stop();
    await shutDown(server);
  }

  return {
    address,
    port: bound,
    registry: metrics.registry,
    waitingPolls: () => longPolling.waiting(),
    stop: () => (stopping ??= stop()),
  };
}
