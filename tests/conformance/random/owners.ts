/** Which seed a record belongs to, where many run on one broker: found by its names, or by keys seen before. */
import type { EngineRecord } from '../../../src/protocol/records';

const NAMED = /"rnd(\d+)[_".]/;
const KEYS = ['processInstanceKey', 'scopeKey', 'elementInstanceKey', 'processDefinitionKey', 'jobKey'];

export class Owners {
  private readonly bySeed = new Map<number, EngineRecord[]>();
  private readonly byKey = new Map<string, number>();
  private taken = 0;

  constructor(private readonly all: readonly EngineRecord[]) {}

  recordsOf(seed: number): readonly EngineRecord[] {
    for (; this.taken < this.all.length; this.taken += 1) this.take(this.all[this.taken] as EngineRecord);
    return this.bySeed.get(seed) ?? [];
  }

  private take(record: EngineRecord): void {
    const owner = this.ownerOf(record);
    if (owner === undefined) return;
    this.byKey.set(String(record.key), owner);
    for (const name of KEYS) {
      const key = Number(record.value[name]);
      if (key > 0) this.byKey.set(String(key), owner);
    }
    const records = this.bySeed.get(owner) ?? [];
    records.push(record);
    this.bySeed.set(owner, records);
  }

  private ownerOf({ key, value }: EngineRecord): number | undefined {
    const named = NAMED.exec(JSON.stringify({ ...value, resource: '', resources: '' }));
    if (named !== null) return Number(named[1]);
    const keys = [key, ...KEYS.map((name) => value[name])].map(String);
    return keys.map((known) => this.byKey.get(known)).find((owner) => owner !== undefined);
  }
}
