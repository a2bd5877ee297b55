/** What the benchmark asks of the process that holds the client, and what it answers. */

export type Workload = 'w1' | 'w3';

export type LoadRequest =
  | { readonly do: 'deploy' }
  /** Instances for some time, so many at once, each from its creation to the answer to its last job. */
  | {
      readonly do: 'run';
      readonly workload: Workload;
      readonly millis: number;
      readonly inFlight: number;
    }
  /** Instances that stop at a user task. */
  | { readonly do: 'create'; readonly instances: number; readonly inFlight: number }
  /** The waiting user tasks, `page` a call; leased for `leaseMillis`. */
  | { readonly do: 'list'; readonly page: number; readonly pages: number; readonly leaseMillis: number }
  | { readonly do: 'complete'; readonly keys: readonly string[]; readonly inFlight: number }
  /** Bare calls: what client and gRPC alone can do. */
  | { readonly do: 'call'; readonly calls: number; readonly inFlight: number }
  | { readonly do: 'multi-instance'; readonly elements: number; readonly collects: boolean };

export interface LoadResult {
  /** Milliseconds of the whole. */
  readonly elapsed: number;
  /** Milliseconds of each. */
  readonly latencies: readonly number[];
  /** Listed user tasks. */
  readonly keys?: readonly string[];
  /** CPU milliseconds of the client's process. */
  readonly clientCpu: number;
}

export type FromLoad = { readonly result: LoadResult } | { readonly failed: string };
