/** BPMN's small pictures: drawn about the origin for events, from the top left for tasks (14 × 14). */

interface Symbol {
  readonly d: string;
  /** Full where the event throws. */
  readonly filled: boolean;
}

const symbols: Readonly<Record<string, string>> = {
  message: 'M -8 -5.5 L 8 -5.5 L 8 5.5 L -8 5.5 Z M -8 -5.5 L 0 1 L 8 -5.5',
  error: 'M -7 7 L -3 -6 L 2 1 L 7 -7 L 3 6 L -2 -1 Z',
  escalation: 'M 0 -8 L 6 7 L 0 1 L -6 7 Z',
  signal: 'M 0 -7 L 8 6 L -8 6 Z',
  terminate: 'M 8 0 A 8 8 0 1 1 -8 0 A 8 8 0 1 1 8 0 Z',
  link: 'M -8 -3 L 2 -3 L 2 -7 L 9 0 L 2 7 L 2 3 L -8 3 Z',
  compensate: 'M 0 -6 L 0 6 L -8 0 Z M 8 -6 L 8 6 L 0 0 Z',
  conditional: 'M -6 -7 L 6 -7 L 6 7 L -6 7 Z M -4 -3 L 4 -3 M -4 0 L 4 0 M -4 3 L 4 3',
};

const clock = 'M 9 0 A 9 9 0 1 1 -9 0 A 9 9 0 1 1 9 0 Z M 0 -6 L 0 0 L 5 2';

export function eventSymbol(event: string, throwing: boolean): readonly Symbol[] {
  if (event === 'timer') return [{ d: clock, filled: false }];
  const d = symbols[event];
  if (d === undefined) return [];
  // An envelope's flap would vanish if it were full.
  return [{ d, filled: event === 'terminate' || (throwing && event !== 'message') }];
}

const tasks: Readonly<Record<string, string>> = {
  userTask: 'M 7 1 A 3 3 0 1 1 6.9 1 Z M 1 14 C 1 9 4 8 7 8 C 10 8 13 9 13 14 Z',
  serviceTask:
    'M 7 4.5 A 2.5 2.5 0 1 1 6.9 4.5 Z M 7 0 L 7 2 M 7 12 L 7 14 M 0 7 L 2 7 M 12 7 L 14 7 M 2 2 L 3.5 3.5 M 10.5 10.5 L 12 12 M 12 2 L 10.5 3.5 M 3.5 10.5 L 2 12 M 7 2.2 A 4.8 4.8 0 1 1 6.9 2.2 Z',
  sendTask: 'M 0 2 L 14 2 L 14 12 L 0 12 Z M 0 2 L 7 7.5 L 14 2',
  receiveTask: 'M 0 2 L 14 2 L 14 12 L 0 12 Z M 0 2 L 7 7.5 L 14 2',
  scriptTask:
    'M 3 0 C 6 3 0 5 3 8 C 6 11 0 12 3 14 L 12 14 C 9 12 15 11 12 8 C 9 5 15 3 12 0 Z M 4 4 L 10 4 M 5 7 L 11 7 M 5 10 L 11 10',
  businessRuleTask: 'M 0 1 L 14 1 L 14 13 L 0 13 Z M 0 5 L 14 5 M 0 9 L 14 9 M 4.5 5 L 4.5 13',
  manualTask: 'M 0 8 L 5 3 L 8 3 M 4 7 L 13 7 M 4 9.5 L 13 9.5 M 5 12 L 11 12 M 0 8 L 4 12',
};

export function taskSymbol(type: string): string | null {
  return tasks[type] ?? null;
}
