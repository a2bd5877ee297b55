/** After a command, waits shortly until the read model shows its effect, so that the next page shows it too. */
import type { ProjectionSignal } from './ports';

export const PROJECTION_WAIT_MILLIS = 2000;

export interface ProjectionWait {
  readonly limitMillis?: number;
  /** Looks again only when records of this instance were projected; absent: after any. */
  readonly processInstanceKey?: string;
  /** Ends the waiting at once. */
  readonly signal?: AbortSignal;
}

/** False when the time ran out, or the waiting was abandoned, first: the command was done all the same. */
export async function untilProjected(
  signal: ProjectionSignal,
  shown: () => Promise<boolean>,
  { limitMillis = PROJECTION_WAIT_MILLIS, processInstanceKey, signal: abandon }: ProjectionWait = {},
): Promise<boolean> {
  let changed = false;
  let wake: () => void = () => undefined;
  const unsubscribe = signal.onProjected((batch) => {
    const concerned = processInstanceKey === undefined || batch === undefined;
    if (!concerned && !batch.processInstanceKeys.has(processInstanceKey)) return;
    changed = true;
    wake();
  });
  let expired = false;
  const expire = (): void => {
    expired = true;
    wake();
  };
  const timer = setTimeout(expire, limitMillis);
  abandon?.addEventListener('abort', expire);
  if (abandon?.aborted === true) expire();
  try {
    for (;;) {
      changed = false;
      if (await shown()) return true;
      if (expired) return false;
      if (!changed) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    clearTimeout(timer);
    abandon?.removeEventListener('abort', expire);
    unsubscribe();
  }
}
