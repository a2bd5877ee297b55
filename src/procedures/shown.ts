/** Waits until people can see what was deployed: its records come back from the engine, at once or a little later. */
import type { Logger } from 'pino';
import type { Deployment } from '../zeebe';

export interface ShownOptions {
  readonly deployments: readonly Deployment[];
  /** Whether the read model has the process. */
  readonly shows: (bpmnProcessId: string) => Promise<boolean>;
  /** Calls back when the read model changed; returns the unsubscribe function. */
  readonly onProjected: (listener: () => void) => () => void;
  readonly logger: Pick<Logger, 'warn'>;
  readonly signal: AbortSignal;
  readonly limitMs?: number;
}

const LIMIT_MS = 30_000;

/** Resolves at the latest after `limitMs`, having said what to look at. */
export async function untilShown(options: ShownOptions): Promise<void> {
  const { deployments, shows, onProjected, logger, signal, limitMs = LIMIT_MS } = options;
  const missing = new Set(deployments.flatMap(({ processes }) => processes.map((one) => one.bpmnProcessId)));
  let changed: () => void = () => undefined;
  const unsubscribe = onProjected(() => changed());
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  limit.addEventListener('abort', () => changed());
  try {
    while (!limit.aborted) {
      const next = new Promise<void>((resolve) => (changed = resolve));
      for (const bpmnProcessId of missing) if (await shows(bpmnProcessId)) missing.delete(bpmnProcessId);
      if (missing.size === 0) return;
      if (!limit.aborted) await next;
    }
  } finally {
    unsubscribe();
  }
  if (signal.aborted) return;
  logger.warn(
    { missing: [...missing], waitedMs: limitMs },
    'procedures are deployed, but no record tells of them yet: check that the exporter of the engine delivers to the ingest port',
  );
}
