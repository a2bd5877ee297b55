/** The gateway protocol, from the proto file that comes with zeebe-node. */
import { loadPackageDefinition, type ServiceClientConstructor, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** Longs are decimal strings: keys of other partitions exceed 2^53. */
const LOADING = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true } as const;

interface GatewayPackage {
  readonly gateway_protocol: { readonly Gateway: ServiceClientConstructor };
}

let definition: ServiceDefinition | undefined;

export function gatewayService(): ServiceDefinition {
  if (!definition) {
    const loaded = loadPackageDefinition(loadSync(require.resolve('zeebe-node/proto/zeebe.proto'), LOADING));
    definition = (loaded as unknown as GatewayPackage).gateway_protocol.Gateway.service;
  }
  return definition;
}
