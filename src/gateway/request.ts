/** Checks that many requests share. */
import { GatewayError } from './errors';

const KEY_BITS = 51n;
/** The embedded engine's only partition. */
export const PARTITION_ID = 1;

/** The key of something the engine made, as a number. Throws Zeebe's UNAVAILABLE for a key of another partition. */
export function toKey(key: string): number {
  const partition = BigInt(key) >> KEY_BITS;
  if (partition === BigInt(PARTITION_ID)) return Number(key);
  throw new GatewayError(
    'UNAVAILABLE',
    `Expected to execute command on partition ${partition}, but either it does not exist, or the gateway is not yet aware of it`,
  );
}

interface Referring {
  readonly operationReference?: string;
  /** CreateProcessInstanceWithResult wraps the request that has it. */
  readonly request?: { readonly operationReference?: string } | null;
}

/** The caller's own number for the operation, for the command. */
export function referenceOf(request: Referring): { readonly operationReference?: number } {
  const reference = request.operationReference ?? request.request?.operationReference;
  return reference === undefined ? {} : { operationReference: Number(reference) };
}

export const DEFAULT_TENANT = '<default>';

/** Throws INVALID_ARGUMENT unless the tenant is the default one or none. */
export function checkTenant(rpc: string, tenantId: string): void {
  if (tenantId.trim() === '' || tenantId === DEFAULT_TENANT) return;
  throw new GatewayError(
    'INVALID_ARGUMENT',
    `Expected to handle gRPC request ${rpc} with tenant identifier '${tenantId}', but multi-tenancy is disabled`,
  );
}
