/** After a command, waits shortly until the read model shows its effect, so that the next page shows it too. */
import type { ProjectionSignal } from './ports';

export const PROJECTION_WAIT_MS = 2000;

export interface ProjectionWait {
  readonly limitMs?: number;
  /** Looks again only when records of this instance were projected; absent: after any. */
  readonly processInstanceKey?: string;
}

/** False when the time ran out first: the command was done all the same. */
export async function untilProjected(
  signal: ProjectionSignal,
  shown: () => Promise<boolean>,
  { limitMs = PROJECTION_WAIT_MS, processInstanceKey }: ProjectionWait = {},
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
  const timer = setTimeout(() => {
    expired = true;
    wake();
  }, limitMs);
  try {
    for (;;) {
      changed = false;
      if (await shown()) return true;
      if (expired) return false;
      if (!changed) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    clearTimeout(timer);
    unsubscribe();
  }
}
