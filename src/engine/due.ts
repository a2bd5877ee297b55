/** What time alone brings about: timers, job deadlines, ends of back-offs, message expiry. */
import type { ClientCommand } from './api';
import type { StateView } from './state/engine-state';
import { NO_KEY } from './values';

/** When to look again, in milliseconds since the epoch; undefined when nothing waits. */
export function nextDue({ timers, jobs, messages }: StateView): number | undefined {
  const times = [timers.nextDue(), jobs.nextDue(), messages.nextDue()].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** The commands that are due, at most so many of each kind. */
export function dueCommands(
  { timers, jobs, messages }: StateView,
  now: number,
  limit: number,
): ClientCommand[] {
  const expired = messages.expiredAt(now, limit);
  return [
    ...timers.dueAt(now, limit).map(({ key }) => command('TIMER', 'TRIGGER', key)),
    ...jobs.timedOut(now, limit).map(({ key }) => command('JOB', 'TIME_OUT', key)),
    ...jobs.backedOff(now, limit).map(({ key }) => command('JOB', 'RECUR_AFTER_BACKOFF', key)),
    ...(expired.length === 0 ? [] : [command('MESSAGE_BATCH', 'EXPIRE', NO_KEY, { messageKeys: expired })]),
  ];
}

/** MESSAGE_BATCH is no value type outside the engine. */
function command(valueType: string, intent: string, key: number, value: object = {}): ClientCommand {
  return {
    valueType: valueType as ClientCommand['valueType'],
    intent,
    key,
    value: value as ClientCommand['value'],
  };
}
