/** The inbox's lists, as filters. */
import { seesEverything } from '../app/rights';
import type { TaskFilter } from '../app/ports';
import type { Account } from '../identity/account';

export const TaskView = {
  /** What I have in hand. */
  MINE: 'mine',
  /** What somebody gave me. */
  DELEGATED: 'delegated',
  /** What I may take. */
  GROUP: 'group',
  /** What my groups have, whoever has it in hand; managers: everything. */
  ALL: 'all',
  LATE: 'late',
  TODAY: 'today',
} as const;
export type TaskView = (typeof TaskView)[keyof typeof TaskView];

export const taskViews: readonly TaskView[] = Object.values(TaskView);

const DAY_MILLIS = 86_400_000;

/** The end of the day in the zone, in milliseconds since the epoch. */
export function endOfDay(now: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  const passed = ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000 + (now % 1000);
  return now - passed + DAY_MILLIS;
}

export interface ViewTime {
  readonly now: number;
  readonly timeZone: string;
}

/** What the account may see, of this list. */
export function filterOfView(account: Account, view: TaskView, { now, timeZone }: ViewTime): TaskFilter {
  const visibleTo = seesEverything(account) ? undefined : { name: account.name, groups: account.groups };
  const open = { state: 'CREATED', visibleTo } as const;
  switch (view) {
    case TaskView.MINE:
      return { ...open, assignee: account.name };
    case TaskView.DELEGATED:
      return { ...open, assignee: account.name, delegated: true };
    case TaskView.GROUP:
      return { ...open, unassigned: true };
    case TaskView.ALL:
      return open;
    case TaskView.LATE:
      return { ...open, dueBefore: now };
    case TaskView.TODAY:
      return { ...open, dueFrom: now, dueBefore: endOfDay(now, timeZone) };
  }
}
