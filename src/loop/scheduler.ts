/**
 * Gives the engine the commands that time alone brings about. It only reads the state, and never writes it.
 *
 * Idle until the next due time; then one round of commands; looks again when the engine has decided them, or
 * whenever it is woken.
 */
import type { EngineClock } from '../kit/clock';
import type { ClientCommand, CommandResponse } from '../engine/api';

const ROUND = 500;
/** Milliseconds. Also finds out when the system's clock was set. */
const LONGEST_SLEEP = 30_000;
/**
 * Milliseconds of a tick: in it only what was due at its beginning comes about, so that timers without any time between
 * cannot fill the disk. As the resolution of Zeebe's timers.
 */
const RESOLUTION = 100;
/** Milliseconds before a refused command is tried again: its element may still have to be unblocked. */
const PAUSE_AFTER_REFUSAL = 1000;

export interface SchedulerParts {
  readonly clock: EngineClock;
  /** Milliseconds since the epoch; undefined when nothing waits. */
  nextDue(): number | undefined;
  dueCommands(now: number, limit: number): readonly ClientCommand[];
  submit(command: ClientCommand): Promise<CommandResponse>;
}

export class Scheduler {
  private timer: NodeJS.Timeout | undefined;
  private busy = false;
  private stopped = false;
  /** By the monotonic clock. */
  private pausedUntil = 0;
  /** By the monotonic clock, and by the engine's. */
  private tickEnds = 0;
  private dueUntil = 0;
  private readonly unsubscribe: () => void;

  constructor(private readonly parts: SchedulerParts) {
    this.unsubscribe = parts.clock.onChange(() => {
      this.pausedUntil = 0;
      this.tickEnds = 0;
      this.wake();
    });
  }

  /** Something may have become due earlier than it thought. */
  wake(): void {
    if (this.busy || this.stopped) return;
    clearTimeout(this.timer);
    const due = this.parts.nextDue();
    if (due === undefined) return;
    const pause = this.pausedUntil - performance.now();
    const delay = Math.max(due - this.parts.clock.now(), pause, 0);
    this.timer = setTimeout(() => void this.round(), Math.min(delay, LONGEST_SLEEP));
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.unsubscribe();
  }

  private tick(): void {
    const now = performance.now();
    if (now < this.tickEnds) return;
    this.tickEnds = now + RESOLUTION;
    this.dueUntil = this.parts.clock.now();
  }

  private async round(): Promise<void> {
    this.busy = true;
    this.tick();
    try {
      const commands = this.parts.dueCommands(this.dueUntil, ROUND);
      const answers = await Promise.all(commands.map((command) => this.parts.submit(command)));
      if (answers.some(({ kind }) => kind === 'rejection')) {
        this.pausedUntil = performance.now() + PAUSE_AFTER_REFUSAL;
      } else if (commands.length < ROUND) {
        this.pausedUntil = this.tickEnds;
      }
    } catch {
      // Stopped, failed or overloaded: whoever waits for an answer is told; here a later round tries again.
      this.pausedUntil = performance.now() + PAUSE_AFTER_REFUSAL;
    } finally {
      this.busy = false;
    }
    this.wake();
  }
}
