/** The gateway protocol: the proto file that comes with zeebe-node, and what Zeebe 8.6 added to it. */
import { loadPackageDefinition, type ServiceClientConstructor, type ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { parse, Root } from 'protobufjs';
import { PROTO_SUPPLEMENT } from './proto-supplement';

/** Longs are decimal strings: keys of other partitions exceed 2^53. */
const LOADING = { longs: String, enums: String, defaults: true, oneofs: true } as const;

interface GatewayPackage {
  readonly gateway_protocol: { readonly Gateway: ServiceClientConstructor };
}

let client: ServiceClientConstructor | undefined;

/** The constructor of a client of the protocol. */
export function gatewayClient(): ServiceClientConstructor {
  client ??= loadGateway();
  return client;
}

export function gatewayService(): ServiceDefinition {
  return gatewayClient().service;
}

function loadGateway(): ServiceClientConstructor {
  const root = new Root().loadSync(require.resolve('zeebe-node/proto/zeebe.proto'), { keepCase: true });
  const supplement = parse(PROTO_SUPPLEMENT, { keepCase: true }).root;
  const json = merge(root.toJSON(), supplement.toJSON()) as ReturnType<Root['toJSON']>;
  return (loadPackageDefinition(fromJSON(json, LOADING)) as unknown as GatewayPackage).gateway_protocol
    .Gateway;
}

/** What is there stays; what the addition has besides is added, at any depth. */
function merge(base: unknown, addition: unknown): unknown {
  if (!isObject(base) || !isObject(addition)) return base ?? addition;
  const added = Object.entries(addition).map(([name, value]) => [name, merge(base[name], value)] as const);
  return { ...base, ...Object.fromEntries(added) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
