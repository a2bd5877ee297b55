import type { IncidentValue } from '../values';
import { ColumnFamily, numberKey } from './column-family';
import { groupByNumber } from './indices';
import type { GroupIndex } from './indices';
import type { UndoLog } from './undo-log';

export interface Incident {
  readonly key: number;
  readonly value: IncidentValue;
}

export class IncidentState {
  private readonly incidents: ColumnFamily<number, Incident>;
  private readonly byElement: GroupIndex<number, Incident, number>;
  private readonly byJob: GroupIndex<number, Incident, number>;
  readonly families: readonly [ColumnFamily<number, Incident>];

  constructor(undo: UndoLog) {
    this.incidents = new ColumnFamily('incident', undo, numberKey);
    this.byElement = this.incidents.index(
      groupByNumber(({ value }) => (value.jobKey > 0 ? undefined : value.elementInstanceKey)),
    );
    this.byJob = this.incidents.index(
      groupByNumber(({ value }) => (value.jobKey > 0 ? value.jobKey : undefined)),
    );
    this.families = [this.incidents];
  }

  get(key: number): Incident | undefined {
    return this.incidents.get(key);
  }

  /** The incident of the element itself, not of its job. */
  ofElement(elementInstanceKey: number): Incident | undefined {
    return this.at(this.byElement.first(elementInstanceKey));
  }

  ofJob(jobKey: number): Incident | undefined {
    return this.at(this.byJob.first(jobKey));
  }

  put(key: number, value: IncidentValue): void {
    this.incidents.put(key, { key, value });
  }

  delete(key: number): void {
    this.incidents.delete(key);
  }

  private at(key: number | undefined): Incident | undefined {
    return key === undefined ? undefined : this.incidents.get(key);
  }
}
