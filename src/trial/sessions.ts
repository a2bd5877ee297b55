/** Trials that are open: one for each person, ended when nobody has touched it for a while. */
import type { Trial } from './trial';

interface Session {
  readonly draftId: string;
  readonly trial: Trial;
  /** What is being done: one thing after the other. */
  turn: Promise<unknown>;
  timer: NodeJS.Timeout;
}

export interface SessionLimits {
  readonly idleMillis: number;
  /** Trials at once; the one that was begun first ends when there are more. */
  readonly most: number;
}
export const defaultLimits: SessionLimits = { idleMillis: 20 * 60_000, most: 20 };

export class TrialSessions {
  private readonly sessions = new Map<string, Session>();

  constructor(private readonly limits: SessionLimits = defaultLimits) {}

  get size(): number {
    return this.sessions.size;
  }

  /** Takes the place of the person's earlier one. */
  open(account: string, draftId: string, trial: Trial): void {
    this.end(account);
    this.sessions.set(account, { draftId, trial, turn: Promise.resolve(), timer: this.idle(account) });
    const [oldest] = this.sessions.keys();
    if (this.sessions.size > this.limits.most && oldest !== undefined) this.end(oldest);
  }

  /** Null: none, ended, or of another draft. */
  find(account: string, draftId: string): Trial | null {
    const session = this.sessions.get(account);
    if (session?.draftId !== draftId) return null;
    clearTimeout(session.timer);
    session.timer = this.idle(account);
    return session.trial;
  }

  /** Runs after what was asked before of the same trial. */
  async inTurn<Result>(account: string, work: () => Promise<Result>): Promise<Result> {
    const session = this.sessions.get(account);
    if (session === undefined) return work();
    const next = session.turn.then(work, work);
    session.turn = next.catch(() => undefined);
    return next;
  }

  end(account: string): void {
    clearTimeout(this.sessions.get(account)?.timer);
    this.sessions.delete(account);
  }

  private idle(account: string): NodeJS.Timeout {
    return setTimeout(() => this.sessions.delete(account), this.limits.idleMillis).unref();
  }
}
