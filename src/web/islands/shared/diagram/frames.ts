/** A case as its records tell it: one frame a record that moved a token, took a flow, or changed data. Pure. */
import type { DiagramState } from './marks';

export interface CaseRecord {
  readonly key: string;
  readonly valueType: string;
  readonly intent: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Frame {
  readonly at: number;
  /** What happened; the catalogue has words for each. */
  readonly what: 'begun' | 'done' | 'ended' | 'taken' | 'data' | 'incident' | 'resolved';
  /** Element, or name of the variable. */
  readonly subject: string;
  readonly diagram: DiagramState;
  /** Name → value, as JSON. */
  readonly data: Readonly<Record<string, string>>;
}

type Counts = Readonly<Record<string, number>>;

interface State {
  readonly active: Counts;
  readonly completed: Counts;
  readonly flows: Counts;
  readonly incidents: Counts;
  readonly data: Readonly<Record<string, string>>;
}

const start: State = { active: {}, completed: {}, flows: {}, incidents: {}, data: {} };

function added(counts: Counts, id: string, by: number): Counts {
  const count = (counts[id] ?? 0) + by;
  const others = Object.entries(counts).filter(([one]) => one !== id);
  return Object.fromEntries(count > 0 ? [...others, [id, count]] : others);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The state after the record; null when it changes nothing that is shown. */
function after(state: State, record: CaseRecord): readonly [Frame['what'], string, State] | null {
  const { valueType, intent, value } = record;
  const id = text(value['elementId']);
  if (
    valueType === 'PROCESS_INSTANCE' &&
    !['PROCESS', 'MULTI_INSTANCE_BODY'].includes(text(value['bpmnElementType']))
  ) {
    if (intent === 'ELEMENT_ACTIVATED')
      return ['begun', id, { ...state, active: added(state.active, id, 1) }];
    if (intent === 'SEQUENCE_FLOW_TAKEN')
      return ['taken', id, { ...state, flows: added(state.flows, id, 1) }];
    const active = added(state.active, id, -1);
    if (intent === 'ELEMENT_COMPLETED')
      return ['done', id, { ...state, active, completed: added(state.completed, id, 1) }];
    if (intent === 'ELEMENT_TERMINATED') return ['ended', id, { ...state, active }];
  }
  if (valueType === 'VARIABLE' && (intent === 'CREATED' || intent === 'UPDATED')) {
    const name = text(value['name']);
    return ['data', name, { ...state, data: { ...state.data, [name]: text(value['value']) } }];
  }
  if (valueType === 'INCIDENT' && intent === 'CREATED')
    return ['incident', id, { ...state, incidents: added(state.incidents, id, 1) }];
  if (valueType === 'INCIDENT' && intent === 'RESOLVED')
    return ['resolved', id, { ...state, incidents: added(state.incidents, id, -1) }];
  return null;
}

export function framesOf(records: readonly CaseRecord[]): readonly Frame[] {
  const frames: Frame[] = [];
  let state = start;
  for (const record of records) {
    const moved = after(state, record);
    if (moved === null) continue;
    const [what, subject, next] = moved;
    state = next;
    const { active, completed, flows, incidents, data } = state;
    const diagram = { active, completed, flows, incidents: Object.keys(incidents) };
    frames.push({ at: record.timestamp, what, subject, diagram, data });
  }
  return frames;
}
