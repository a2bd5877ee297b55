/**
 * A loop beside the program: one round after the other, never two at once.
 *
 *     stopped ──start──► a round ──► resting, until the time that the round asked for, or woken ──► a round …
 *                           │
 *                           └─throws──► pausing: twice as long each time, with jitter ──► a round …
 *
 * Being woken doesn't shorten a pause, or else whatever wakes often would keep a database in trouble busy; `runNow` does.
 */
import type { Logger } from './logger';

export interface Round {
  /** True once the service is to stop: the round ends as soon as it can, without more work. */
  readonly isStopping: () => boolean;
  /** What was in trouble is well again: the next pause is the first one. A round that ends says so by itself. */
  readonly well: () => void;
}

export interface Pauses {
  readonly firstMillis: number;
  readonly longestMillis: number;
}

export interface ServiceOptions {
  /** Resolves with the milliseconds until the next round: 0 for at once, undefined for when it is woken. */
  readonly round: (round: Round) => Promise<number | undefined>;
  readonly pauses: Pauses;
  /** What the log says when a round throws. */
  readonly trouble: string;
  readonly logger: Pick<Logger, 'warn'>;
  /** How long `stop` waits for the round under way; unset: until it ends. */
  readonly stopMillis?: number;
}

/** What a timer may wait: longer ones fire at once. */
const LONGEST_TIMER_MILLIS = 2 ** 31 - 1;
/** Pauses are this much shorter at most, so that those who failed together do not come again together. */
const JITTER = 0.25;

interface Waiting {
  /** Resolves with the end of a round that began after this one. */
  readonly afterRound: number;
  readonly resolve: () => void;
}

export class Service {
  private running: Promise<void> | undefined;
  private isStopping = false;
  private isWoken = false;
  private isResting = true;
  private failures = 0;
  private begun = 0;
  private waiting: Waiting[] = [];
  private endRest: (endsPause: boolean) => void = () => undefined;

  constructor(private readonly options: ServiceOptions) {}

  /** The first round begins at once. Does nothing when it runs. */
  start(): void {
    if (this.running !== undefined) return;
    this.isStopping = false;
    this.isResting = false;
    this.running = this.run();
  }

  /** A round begins now, or after the one under way, or when the pause after trouble is over. */
  wake(): void {
    this.isWoken = true;
    this.endRest(false);
  }

  /**
   * Begins a round now, or after the one under way; resolves at its end, also when it failed. Starts what was never
   * started; does nothing when stopped.
   */
  runNow(): Promise<void> {
    if (this.isStopping) return Promise.resolve();
    const ended = this.afterRound(this.begun);
    this.isWoken = true;
    this.endRest(true);
    this.start();
    return ended;
  }

  /** Resolves once a round has found nothing more to do, nobody has woken it since, or it is stopped. */
  async idle(): Promise<void> {
    while (this.running !== undefined && !this.isStopping && (!this.isResting || this.isWoken)) {
      await this.afterRound(this.begun - 1);
    }
  }

  /** Resolves when the round under way has ended, or after `stopMillis`. Safe to call twice. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.endRest(true);
    const { running } = this;
    if (running !== undefined) await within(running, this.options.stopMillis);
    this.settle();
    if (this.running === running) this.running = undefined;
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      this.isWoken = false;
      this.isResting = false;
      this.begun += 1;
      const pause = await this.once();
      if (this.isStopping) break;
      await this.rest(pause.millis, pause.afterTrouble);
    }
    this.settle();
  }

  private async once(): Promise<{ readonly millis: number | undefined; readonly afterTrouble: boolean }> {
    const { round } = this.options;
    const well = (): void => {
      this.failures = 0;
    };
    try {
      const millis = await round({ isStopping: () => this.isStopping, well });
      well();
      return { millis, afterTrouble: false };
    } catch (error) {
      const millis = this.pauseMillis();
      this.options.logger.warn({ err: error, retryInMillis: Math.round(millis) }, this.options.trouble);
      return { millis, afterTrouble: true };
    }
  }

  private pauseMillis(): number {
    const { firstMillis, longestMillis } = this.options.pauses;
    const pause = Math.min(firstMillis * 2 ** this.failures, longestMillis);
    this.failures += 1;
    return pause * (1 - Math.random() * JITTER);
  }

  private async rest(millis: number | undefined, afterTrouble: boolean): Promise<void> {
    this.isResting = !afterTrouble && millis !== 0;
    this.tellEnded();
    if (millis === 0 || (this.isWoken && !afterTrouble)) return;
    await new Promise<void>((resolve) => {
      const timer =
        millis === undefined ? undefined : setTimeout(resolve, Math.min(millis, LONGEST_TIMER_MILLIS));
      // A program that has nothing else to do may end; not while something is in trouble.
      if (!afterTrouble) timer?.unref();
      this.endRest = (endsPause) => {
        if (afterTrouble && !endsPause) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.endRest = () => undefined;
  }

  private afterRound(afterRound: number): Promise<void> {
    return new Promise((resolve) => this.waiting.push({ afterRound, resolve }));
  }

  private tellEnded(): void {
    const ended = this.waiting.filter(({ afterRound }) => this.begun > afterRound);
    this.waiting = this.waiting.filter(({ afterRound }) => this.begun <= afterRound);
    for (const { resolve } of ended) resolve();
  }

  private settle(): void {
    for (const { resolve } of this.waiting.splice(0)) resolve();
  }
}

async function within(running: Promise<void>, limitMillis: number | undefined): Promise<void> {
  if (limitMillis === undefined) return running;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMillis);
  });
  await Promise.race([running, late]);
  clearTimeout(timer);
}
