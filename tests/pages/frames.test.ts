/** Replay: each record that is shown makes a frame; the last one is where the case is. */
import { framesOf, type CaseRecord } from '../../src/web/islands/shared/diagram/frames';

let at = 0;
const record = (valueType: string, intent: string, value: object): CaseRecord => ({
  key: '1',
  valueType,
  intent,
  timestamp: (at += 1000),
  value: value as CaseRecord['value'],
});
const step = (intent: string, elementId: string, bpmnElementType = 'USER_TASK') =>
  record('PROCESS_INSTANCE', intent, { elementId, bpmnElementType });

const records = [
  step('ELEMENT_ACTIVATED', 'p', 'PROCESS'),
  record('VARIABLE', 'CREATED', { name: 'montant', value: '12' }),
  step('ELEMENT_ACTIVATING', 'a'),
  step('ELEMENT_ACTIVATED', 'a'),
  record('JOB', 'CREATED', { elementId: 'a' }),
  record('INCIDENT', 'CREATED', { elementId: 'a' }),
  record('INCIDENT', 'RESOLVED', { elementId: 'a' }),
  record('VARIABLE', 'UPDATED', { name: 'montant', value: '13' }),
  step('ELEMENT_COMPLETED', 'a'),
  step('SEQUENCE_FLOW_TAKEN', 'f', 'SEQUENCE_FLOW'),
  step('ELEMENT_ACTIVATED', 'b'),
  step('ELEMENT_ACTIVATED', 'b'),
  step('ELEMENT_TERMINATED', 'b'),
];

test('frames tell what moved, in order, and keep what was', () => {
  const frames = framesOf(records);
  expect(frames.map(({ what, subject }) => `${what} ${subject}`)).toEqual([
    'data montant',
    'begun a',
    'incident a',
    'resolved a',
    'data montant',
    'done a',
    'taken f',
    'begun b',
    'begun b',
    'ended b',
  ]);
  expect(frames[2]?.diagram).toEqual({ active: { a: 1 }, completed: {}, flows: {}, incidents: ['a'] });
  expect(frames[2]?.data).toEqual({ montant: '12' });
  expect(frames.at(-1)).toMatchObject({
    diagram: { active: { b: 1 }, completed: { a: 1 }, flows: { f: 1 }, incidents: [] },
    data: { montant: '13' },
  });
});
