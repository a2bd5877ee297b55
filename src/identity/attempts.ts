/** Counts failed sign-ins per caller and name, and per caller, over a sliding window. */
import { MemoryStore, type Options } from 'express-rate-limit';
import { DomainError } from '../errors/catalogue';

const WINDOW_MS = 15 * 60_000;

export interface AttemptLimits {
  readonly perName: number;
  readonly perCaller: number;
}

export class FailedAttempts {
  private readonly store = new MemoryStore();

  constructor(private readonly limits: AttemptLimits = { perName: 10, perCaller: 100 }) {
    this.store.init({ windowMs: WINDOW_MS } as Options);
  }

  /** Throws TOO_MANY_ATTEMPTS when the caller failed too often. */
  async check(caller: string, name: string): Promise<void> {
    const [byName, byCaller] = await Promise.all([
      this.store.get(`${caller} ${name}`),
      this.store.get(caller),
    ]);
    const full = [
      (byName?.totalHits ?? 0) >= this.limits.perName ? byName : undefined,
      (byCaller?.totalHits ?? 0) >= this.limits.perCaller ? byCaller : undefined,
    ].find((hit) => hit !== undefined);
    if (!full) return;
    throw new DomainError(
      'TOO_MANY_ATTEMPTS',
      'Trop d’essais de connexion ont échoué. Attendez quinze minutes, puis réessayez.',
      { retryAfter: WINDOW_MS / 1000 },
    );
  }

  async failed(caller: string, name: string): Promise<void> {
    await Promise.all([this.store.increment(`${caller} ${name}`), this.store.increment(caller)]);
  }

  async succeeded(caller: string, name: string): Promise<void> {
    await this.store.resetKey(`${caller} ${name}`);
  }

  stop(): void {
    this.store.shutdown();
  }
}
