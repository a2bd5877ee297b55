import { addWorkingDays, everyWeekday, type WorkingCalendar } from '../../src/deadlines/calendar';

const office: WorkingCalendar = {
  periods: [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, from: 7 * 60 + 30, to: 12 * 60 },
    { weekday, from: 13 * 60 + 30, to: 17 * 60 },
  ]),
  holidays: new Set(['2026-12-25', '2027-01-01']),
  timeZone: 'Africa/Abidjan',
};

/** 2026-11-25 is a Wednesday. */
test.each([
  ['the next day at the same time', '2026-11-25T10:00', 1, '2026-11-26T10:00'],
  ['over the weekend', '2026-11-26T10:00', 2, '2026-11-30T10:00'],
  ['over a holiday', '2026-12-24T09:00', 1, '2026-12-28T09:00'],
  ['after closing counts from the next day', '2026-11-25T18:00', 1, '2026-11-27T17:00'],
  ['on a day off counts from the next working day', '2026-11-28T09:00', 1, '2026-12-01T09:00'],
  ['on a holiday before a weekend', '2026-12-25T09:00', 1, '2026-12-29T09:00'],
  ['many days', '2026-11-25T10:00', 30, '2027-01-08T10:00'],
])('a deadline of working days: %s', (_what, from, days, due) => {
  expect(new Date(addWorkingDays(Date.parse(`${from}Z`), days, office)).toISOString()).toBe(`${due}:00.000Z`);
});

test('days are those of the people who work, not of UTC', () => {
  const auckland = { ...office, periods: everyWeekday, timeZone: 'Pacific/Auckland' };
  // Friday 23:00 UTC is Saturday there: counts from Monday.
  const due = addWorkingDays(Date.parse('2026-11-27T23:00Z'), 1, auckland);
  expect(new Date(due).toISOString()).toBe('2026-11-30T23:00:00.000Z');
});

test('a calendar without a working day is refused', () => {
  expect(() => addWorkingDays(0, 1, { ...office, periods: [] })).toThrow('Expected a working day');
});
