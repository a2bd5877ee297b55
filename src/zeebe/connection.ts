/**
 * The connection to a gateway. `ZBClient` prints to stdout, retries for ever and hides its connection; here it is
 * silent, tries once (see attempt.ts) and shows the calls that its public methods cannot express.
 */
import { ZBClient, type ZBCustomLogger } from 'zeebe-node';
import type { Logger } from '../kit/logger';

interface DeployResourceReply {
  readonly key: string;
  readonly deployments: readonly Readonly<Record<string, unknown>>[];
}

type WithVariables = Readonly<Record<string, unknown>> & { readonly variables: string };

interface CreatedReply {
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly bpmnProcessId: string;
  readonly version: number;
}

/**
 * The gateway's own calls, as proto-loader makes them; `variables` are JSON texts. ZBClient's would stringify them, and
 * round numbers.
 */
export interface GatewayCalls {
  createProcessInstanceSync(request: WithVariables): Promise<CreatedReply>;
  completeJobSync(request: WithVariables): Promise<unknown>;
  throwErrorSync(request: WithVariables): Promise<unknown>;
  publishMessageSync(request: WithVariables): Promise<unknown>;
  setVariablesSync(request: WithVariables): Promise<unknown>;
  modifyProcessInstanceSync(request: Readonly<Record<string, unknown>>): Promise<unknown>;
  deployResourceSync(request: {
    resources: readonly { name: string; content: Buffer }[];
  }): Promise<DeployResourceReply>;
}

export interface Connection {
  readonly client: ZBClient;
  readonly calls: GatewayCalls;
}

/** A stream that ended or broke is reported as it happens; what matters to people reaches them as typed errors. */
function quiet(logger: Logger): ZBCustomLogger {
  const write = (message: string): void => logger.debug({ zeebeNode: message }, 'zeebe-node');
  return { debug: write, info: write, error: write };
}

/** Milliseconds that a lost connection may last before zeebe-node calls it lost; also how long its timers live. */
const CONNECTION_TOLERANCE_MILLIS = 50;

export const DEFAULT_LONG_POLL_MILLIS = 30_000;
export const DEFAULT_POLL_INTERVAL_MILLIS = 20;

/** Where a gateway is; `credentials` of one that runs in this program, else what ZEEBE_* variables tell zeebe-node. */
export interface GatewayAccess {
  /** host:port, or a URL. */
  readonly address: string;
  readonly credentials?: { readonly username: string; readonly password: string };
}

export function connect({ address, credentials }: GatewayAccess, logger: Logger): Connection {
  const client = new ZBClient(address, {
    ...(credentials !== undefined && { basicAuth: credentials, useTLS: false, oAuth: undefined }),
    retry: false,
    loglevel: 'ERROR',
    stdout: quiet(logger),
    connectionTolerance: CONNECTION_TOLERANCE_MILLIS,
    longPoll: DEFAULT_LONG_POLL_MILLIS,
    pollInterval: DEFAULT_POLL_INTERVAL_MILLIS,
  });
  return { client, calls: (client as unknown as { grpc: GatewayCalls }).grpc };
}
