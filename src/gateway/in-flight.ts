/** Bounds the memory of requests that wait for their answer: the engine's queue bounds only their number. */
import { GatewayError } from './errors';

const MAX_BYTES = 256 * 1024 * 1024;

export interface InFlight {
  /** Runs the call while its request counts. Rejects with RESOURCE_EXHAUSTED when too much is under way. */
  run<T>(request: object, call: () => Promise<T>): Promise<T>;
}

/** Of texts and bytes, at any depth: the rest is small. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string' || Buffer.isBuffer(value)) return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + sizeOf(item), 0);
}

export function createInFlight(maxBytes = MAX_BYTES): InFlight {
  let bytes = 0;
  return {
    async run(request, call) {
      const size = sizeOf(request);
      if (bytes + size > maxBytes) {
        throw new GatewayError(
          'RESOURCE_EXHAUSTED',
          `Expected at most ${maxBytes} bytes of requests to wait for an answer, but more would. Try again later.`,
        );
      }
      bytes += size;
      try {
        return await call();
      } finally {
        bytes -= size;
      }
    },
  };
}
