import type { Logger } from './logger';

/** Callbacks; one that throws is logged and harms no other. */
export class Listeners<T> {
  private readonly listeners = new Set<(event: T) => void>();

  constructor(
    private readonly name: string,
    private readonly logger: Logger,
  ) {}

  /** Returns how to unsubscribe. */
  add(listener: (event: T) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  notify(event: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.logger.error({ err: error }, `Listener of ${this.name} threw`);
      }
    }
  }
}
