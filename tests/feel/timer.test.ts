import {
  evaluateTimer,
  followingDueDate,
  nextDueDate,
  parseCycle,
  parseInterval,
  parseZonedDateTime,
  type Timer,
} from '../../src/feel';

const at = (text: string) => Date.parse(text);
const DAY = 86_400_000;

describe('intervals', () => {
  it.each([
    ['PT10S', 0, 0, 10_000],
    ['PT1H30M', 0, 0, 5_400_000],
    ['PT0.5S', 0, 0, 500],
    ['P1D', 0, 1, 0],
    ['P1W', 0, 7, 0],
    ['P1Y2M3DT4H', 14, 3, 4 * 3_600_000],
    ['-P1D', 0, -1, 0],
    ['PT-5S', 0, 0, -5000],
  ])('%s', (text, months, days, milliseconds) => {
    expect(parseInterval(text)).toEqual({ months, days, milliseconds });
  });

  it.each(['', 'P', 'PT', 'P1DT', '10S', 'P1H', 'PT1D', 'un jour', 'PT10s x'])('should refuse %p', (text) => {
    expect(parseInterval(text)).toBeNull();
  });
});

describe('date-times', () => {
  it.each([
    ['2026-01-01T10:00:00Z', '2026-01-01T10:00:00Z'],
    ['2026-01-01T10:00Z', '2026-01-01T10:00:00Z'],
    ['2026-01-01T10:00:00.250+01:00', '2026-01-01T09:00:00.250Z'],
    ['2026-07-01T10:00:00+02:00[Europe/Paris]', '2026-07-01T08:00:00Z'],
  ])('%s', (text, expected) => {
    expect(parseZonedDateTime(text)).toBe(at(expected));
  });

  it.each([
    '2026-01-01',
    '2026-01-01T10:00:00',
    '2026-13-01T10:00:00Z',
    '2026-02-30T10:00:00Z',
    '2026-01-01T24:00:00Z',
    'x',
  ])('should refuse %p', (text) => {
    expect(parseZonedDateTime(text)).toBeNull();
  });
});

describe('due dates', () => {
  const from = at('2026-01-31T10:00:00Z');
  const cycle = (text: string): Timer => {
    const timer = parseCycle(text);
    if ('failure' in timer) throw new Error(timer.failure);
    return timer;
  };

  it('should add durations to now', () => {
    expect(nextDueDate(cycle('R1/PT10S'), from)).toEqual({ dueDate: from + 10_000, repetitions: 1 });
  });

  it('should add months by the calendar', () => {
    expect(nextDueDate(cycle('R/P1M'), from)).toEqual({
      dueDate: at('2026-02-28T10:00:00Z'),
      repetitions: -1,
    });
    expect(nextDueDate(cycle('R/P1Y'), at('2028-02-29T00:00:00Z')).dueDate).toBe(at('2029-02-28T00:00:00Z'));
  });

  it('should begin a cycle at its start when that is ahead', () => {
    expect(nextDueDate(cycle('R3/2026-03-01T00:00:00Z/P1D'), from).dueDate).toBe(at('2026-03-01T00:00:00Z'));
    expect(nextDueDate(cycle('R3/2026-01-01T00:00:00Z/P1D'), from).dueDate).toBe(from + DAY);
  });

  it('should count the repetitions down', () => {
    const timer = cycle('R2/PT1H');
    const first = nextDueDate(timer, from);
    const second = followingDueDate(timer, first, first.dueDate);

    expect(second).toEqual({ dueDate: first.dueDate + 3_600_000, repetitions: 1 });
    expect(second && followingDueDate(timer, second, second.dueDate)).toBeNull();
  });

  it('should go on from now when the next time is past', () => {
    const timer = cycle('R/PT1H');
    const late = from + 10 * 3_600_000;

    expect(followingDueDate(timer, { dueDate: from, repetitions: -1 }, from + 3_600_000)).toEqual({
      dueDate: from + 2 * 3_600_000,
      repetitions: -1,
    });
    expect(followingDueDate(timer, { dueDate: from, repetitions: -1 }, late)).toEqual({
      dueDate: late + 3_600_000,
      repetitions: -1,
    });
  });

  it.each([
    ['0 0 9 * * MON-FRI', '2026-01-31T10:00:00Z', '2026-02-02T09:00:00Z'],
    ['0 */15 * * * *', '2026-01-31T10:07:00Z', '2026-01-31T10:15:00Z'],
    ['*/10 * * * * ?', '2026-01-31T10:00:00Z', '2026-01-31T10:00:10Z'],
    ['0 0 0 L * *', '2026-02-01T00:00:00Z', '2026-02-28T00:00:00Z'],
    ['0 0 0 LW * *', '2026-01-01T00:00:00Z', '2026-01-30T00:00:00Z'],
    ['0 0 0 ? * 5#2', '2026-01-01T00:00:00Z', '2026-01-09T00:00:00Z'],
    ['0 0 0 ? * 5L', '2026-01-01T00:00:00Z', '2026-01-30T00:00:00Z'],
    ['@daily', '2026-01-31T10:00:00Z', '2026-02-01T00:00:00Z'],
    ['@hourly', '2026-01-31T10:00:00Z', '2026-01-31T11:00:00Z'],
    ['0 0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00Z'],
  ])('cron %s', (line, now, expected) => {
    expect(nextDueDate(cycle(line), at(now)).dueDate).toBe(at(expected));
  });

  it('should say that a day which never comes never comes', () => {
    expect(nextDueDate(cycle('0 0 0 30 2 *'), from)).toEqual({ dueDate: from, repetitions: 0 });
  });

  it.each(['', '* * *', '61 * * * * *', '* * * * * XYZ', 'R3', 'Rx/PT1S', 'R3/', 'demain'])(
    'should refuse %p',
    (text) => {
      expect(parseCycle(text)).toHaveProperty('failure');
    },
  );
});

describe('timers of a model', () => {
  it.each([
    [
      'duration',
      '=d',
      { d: 'PT1M' },
      { kind: 'interval', repetitions: 1, interval: { months: 0, days: 0, milliseconds: 60_000 } },
    ],
    ['date', '=d', { d: '2026-01-01T00:00:00Z' }, { kind: 'date', dueDate: at('2026-01-01T00:00:00Z') }],
    [
      'cycle',
      '=cycle(3, duration("PT10S"))',
      {},
      { kind: 'interval', repetitions: 3, interval: { months: 0, days: 0, milliseconds: 10_000 } },
    ],
  ] as const)('%s %s', (kind, text, context, value) => {
    const expression = { kind: 'feel', source: text.slice(1) } as const;

    expect(evaluateTimer({ kind, expression }, context)).toEqual({ ok: true, value });
  });
});
