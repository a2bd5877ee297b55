import { instantOfDate } from '../../src/protocol/zoned-date-time';

const utc = (text: string) => Date.parse(text);

describe('a date that an engine wrote', () => {
  it.each([
    // What FEEL and Java print
    ['2026-03-01T10:00:00Z', utc('2026-03-01T10:00:00Z')],
    ['2026-03-01T10:00Z', utc('2026-03-01T10:00:00Z')],
    ['2026-11-30T17:42:05.123456789Z[Etc/UTC]', utc('2026-11-30T17:42:05.123Z')],
    ['2026-03-01T10:00+02:00', utc('2026-03-01T08:00:00Z')],
    ['2026-03-01T10:00:00-03:30[America/St_Johns]', utc('2026-03-01T13:30:00Z')],
    ['2026-07-01T10:00:00@Europe/Paris', utc('2026-07-01T08:00:00Z')],
    ['2026-01-01T10:00:00@Europe/Paris', utc('2026-01-01T09:00:00Z')],
    ['2026-01-01T10:00:00+01:00@Europe/Paris', utc('2026-01-01T09:00:00Z')],
    ['2026-07-01T10:00[Africa/Abidjan]', utc('2026-07-01T10:00:00Z')],
    ['2026-07-01T10:00:00[GMT+3]', utc('2026-07-01T07:00:00Z')],
    ['2026-03-01T10:00:00+05:30:15', utc('2026-03-01T04:29:45Z')],
    // Without a zone, without a time
    ['2026-03-01T10:00:00', utc('2026-03-01T10:00:00Z')],
    ['2026-03-01', utc('2026-03-01T23:59:59.999Z')],
    ['2028-02-29', utc('2028-02-29T23:59:59.999Z')],
    ['2026-03-01T24:00:00Z', utc('2026-03-02T00:00:00Z')],
    // Far away
    ['12026-03-01T10:00:00Z', Date.UTC(12026, 2, 1, 10)],
    ['+12026-03-01T10:00:00Z', Date.UTC(12026, 2, 1, 10)],
  ])('%s is read', (text, expected) => {
    expect(instantOfDate(text)).toBe(expected);
  });

  it.each([
    '',
    'demain',
    'null',
    '2026-02-30T10:00:00Z',
    '2026-13-01',
    '2026-03-01T25:00:00Z',
    '2026-03-01T10:61:00Z',
    '2026-03-01T10:00:00@Mars/Olympus',
    '999999999-01-01T00:00:00Z',
    'P1D',
    '10:00:00Z',
  ])('%p is not', (text) => {
    expect(instantOfDate(text)).toBeNull();
  });
});
