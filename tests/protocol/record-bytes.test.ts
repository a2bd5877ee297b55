import { ByteWriter } from '../../src/protocol/byte-writer';
import { RecordWriter } from '../../src/protocol/record-bytes';
import type { EngineRecord } from '../../src/protocol/records';
import { brokerRecords, event } from '../kit/records';

function textsOf(records: readonly EngineRecord[]): string[] {
  const to = new ByteWriter(10);
  const writer = new RecordWriter(to);
  return records.map((record) => {
    const start = to.at;
    writer.write(record);
    return to.bytes.toString('utf8', start, to.at);
  });
}

describe('the JSON of records', () => {
  it('says all of what a broker sends', () => {
    const records = brokerRecords();
    expect(records.length).toBeGreaterThan(100);
    expect(textsOf(records).map((text) => JSON.parse(text) as unknown)).toEqual(records);
  });

  it('is what JSON.stringify makes', () => {
    const value = { n: 1 };
    const record = event(1, 'JOB', 'FAILED', value);
    const rejected = {
      ...record,
      recordType: 'COMMAND_REJECTION',
      rejectionReason: 'é "no"',
      sequence: 3,
    } as const;
    const { value: _, sequence, ...rest } = rejected;
    expect(textsOf([record, rejected, record])).toEqual([
      JSON.stringify(record),
      JSON.stringify({ ...rest, sequence, value }),
      JSON.stringify(record),
    ]);
  });

  it('escapes what needs it, and keeps keys beyond 2^53', () => {
    const value = { text: '"\\\n\u0000é😀' };
    const record = event(1, 'JOB', 'FAILED', value, {
      key: '9007199254740993',
      rejectionReason: 'says "no"',
      operationReference: 7,
    });
    expect(textsOf([record, record]).map((text) => JSON.parse(text) as unknown)).toEqual([record, record]);
  });
});

describe('bytes that are written', () => {
  const written = (write: (to: ByteWriter) => void): string => {
    const to = new ByteWriter(1);
    write(to);
    return to.bytes.toString('utf8', 0, to.at);
  };

  it.each([
    0,
    7,
    10,
    -1,
    99_999_999,
    100_000_000,
    100_000_001,
    1_700_000_000_000,
    2_251_799_813_685_249,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
    0.5,
  ])('say the number %d', (value) => {
    expect(written((to) => to.integer(value))).toBe(String(value));
  });

  it.each(['', 'a', 'é', '😀', 'x'.repeat(24), 'é'.repeat(25), 'y'.repeat(100_000)])(
    'say the text %.10s',
    (text) => {
      expect(written((to) => to.text(text))).toBe(text);
    },
  );
});
