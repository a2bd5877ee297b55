import { recordTexts } from '../../src/protocol/record-text';
import { brokerRecords, event } from '../kit/records';

describe('the JSON of records', () => {
  it('says all of what a broker sends', () => {
    const records = brokerRecords();
    expect(records.length).toBeGreaterThan(100);
    expect(recordTexts(records).map((text) => JSON.parse(text) as unknown)).toEqual(records);
  });

  it('escapes what needs it, and keeps keys beyond 2^53', () => {
    const value = { text: '"\\\n\u0000é😀' };
    const record = event(1, 'JOB', 'FAILED', value, {
      key: '9007199254740993',
      rejectionReason: 'says "no"',
      operationReference: 7,
    });
    expect(recordTexts([record, record]).map((text) => JSON.parse(text) as unknown)).toEqual([
      record,
      record,
    ]);
  });
});
