/** What of the exported records is to happen at a time, until it did: timers, back-offs, leases, messages. */
import type { EngineRecord } from '../../../src/protocol/records';

const ENDS_LEASE = new Set(['COMPLETED', 'FAILED', 'ERROR_THROWN', 'CANCELED', 'TIMED_OUT', 'YIELDED']);
const ENDS_TIMER = new Set(['TRIGGERED', 'CANCELED']);

export class DueThings {
  /** Time by what and key. */
  private readonly due = new Map<string, number>();
  private readonly timersOf = new Map<number, string[]>();

  take({ valueType, intent, key, value }: EngineRecord): void {
    if (valueType === 'TIMER') {
      if (intent === 'CREATED') this.addTimer(`timer ${key}`, value);
      if (ENDS_TIMER.has(intent)) this.due.delete(`timer ${key}`);
    }
    if (intent === 'ELEMENT_COMPLETING') this.forgetTimersOf(Number(key));
    if (valueType === 'MESSAGE') {
      if (intent === 'PUBLISHED' && Number(value['timeToLive']) > 0)
        this.due.set(`message ${key}`, Number(value['deadline']));
      if (intent === 'EXPIRED') this.due.delete(`message ${key}`);
    }
    if (valueType === 'JOB') this.takeJob(intent, Number(key), value);
  }

  leased(jobKey: number, deadline: number): void {
    this.due.set(`lease of job ${jobKey}`, deadline);
  }

  /** What should have happened by now. */
  overdue(now: number): string[] {
    return [...this.due].filter(([, time]) => time <= now).map(([name]) => name);
  }

  private addTimer(name: string, value: Readonly<Record<string, unknown>>): void {
    this.due.set(name, Number(value['dueDate']));
    const element = Number(value['elementInstanceKey']);
    this.timersOf.set(element, [...(this.timersOf.get(element) ?? []), name]);
  }

  /** They are closed with it, or, when its outputs fail, stay but can no longer fire. */
  private forgetTimersOf(element: number): void {
    for (const name of this.timersOf.get(element) ?? []) this.due.delete(name);
    this.timersOf.delete(element);
  }

  private takeJob(intent: string, key: number, value: Readonly<Record<string, unknown>>): void {
    if (ENDS_LEASE.has(intent)) this.due.delete(`lease of job ${key}`);
    if (intent === 'TIMEOUT_UPDATED') this.leased(key, Number(value['deadline']));
    if (intent === 'FAILED' && Number(value['retryBackoff']) > 0 && Number(value['retries']) > 0)
      this.due.set(`back-off of job ${key}`, Number(value['recurringTime']));
    else if (intent !== 'RETRIES_UPDATED') this.due.delete(`back-off of job ${key}`);
  }
}
