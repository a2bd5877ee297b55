/** Prometheus metrics of the embedded engine, under the names of Zeebe where Zeebe has them. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { EngineOverloadedError, type EngineHandle } from '../engine/api';
import { limitNames, limitOfIncident } from '../protocol/limits';
import type { EngineRecord } from '../protocol/records';
import { PARTITION_ID } from './request';

const partition = String(PARTITION_ID);
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface Metrics {
  readonly registry: Registry;
  /** The same engine, its commands counted and timed. */
  observe(engine: EngineHandle): EngineHandle;
  /** Reports the waiting polls by job type. */
  watchPolls(waitingPolls: () => ReadonlyMap<string, number>): void;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

interface Counted<Label extends string> {
  readonly labels: Record<Label, string>;
  count: number;
}

/** Counts by the values of its labels; the registry is told when somebody asks, not at every record. */
class Tally<Label extends string> {
  private readonly counts: Counted<Label>[] = [];
  /** By the values that tell the labels apart: a text made of them would be made at every record. */
  private readonly found = new Map<string, Map<string, Counted<Label>>>();

  constructor(registry: Registry, name: string, help: string, labelNames: readonly Label[]) {
    const { counts } = this;
    new Counter({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      collect() {
        this.reset();
        for (const { labels, count } of counts) this.inc(labels, count);
      },
    });
  }

  /** `one` and `other` stand for the labels. */
  add(one: string, other: string, labels: () => Record<Label, string>): void {
    let ofOne = this.found.get(one);
    if (ofOne === undefined) this.found.set(one, (ofOne = new Map<string, Counted<Label>>()));
    const counted = ofOne.get(other);
    if (counted !== undefined) {
      counted.count += 1;
      return;
    }
    const first = { labels: labels(), count: 1 };
    ofOne.set(other, first);
    this.counts.push(first);
  }
}

function createRecordCounters(registry: Registry): (record: EngineRecord) => void {
  const records = new Tally(registry, 'zeebe_stream_processor_records_total', 'Number of records written', [
    'action',
    'recordType',
    'valueType',
    'intent',
    'partition',
  ]);
  const jobs = new Tally(registry, 'zeebe_job_events_total', 'Number of job events', [
    'action',
    'type',
    'partition',
  ]);
  const incidents = new Tally(registry, 'zeebe_incident_events_total', 'Number of incident events', [
    'action',
    'partition',
  ]);
  const reached = new Tally(
    registry,
    'logigramme_limit_reached_total',
    'Incidents by which a case was stopped at a bound',
    ['limit'],
  );
  const elements = new Tally(
    registry,
    'zeebe_element_instance_events_total',
    'Number of process element instance events',
    ['action', 'type', 'partition'],
  );
  const typed = (intent: string, type: string) => () => ({ action: intent.toLowerCase(), type, partition });

  return ({ recordType, valueType, intent, value }) => {
    const kind = recordType === 'EVENT' ? valueType : `${recordType} ${valueType}`;
    records.add(kind, intent, () => ({
      action: 'written',
      recordType,
      valueType,
      intent,
      partition,
    }));
    if (recordType !== 'EVENT') return;
    if (valueType === 'PROCESS_INSTANCE') {
      const type = text(value.bpmnElementType);
      elements.add(intent, type, typed(intent, type));
    } else if (valueType === 'JOB') {
      const type = text(value.type);
      jobs.add(intent, type, typed(intent, type));
    } else if (valueType === 'INCIDENT') {
      incidents.add(intent, '', () => ({ action: intent.toLowerCase(), partition }));
      const limit = intent === 'CREATED' ? limitOfIncident(text(value.errorMessage)) : undefined;
      if (limit !== undefined) reached.add(limit, '', () => ({ limit: limitNames[limit] }));
    }
  };
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const countRecord = createRecordCounters(registry);
  const requests = new Tally(registry, 'zeebe_received_request_count_total', 'Number of commands received', [
    'valueType',
    'intent',
    'outcome',
  ]);
  const dropped = new Counter({
    name: 'zeebe_dropped_request_count_total',
    help: 'Number of commands refused because the queue was full',
    registers,
  });
  let underWay = 0;
  new Gauge({
    name: 'zeebe_backpressure_inflight_requests_count',
    help: 'Commands that wait for their answer',
    registers,
    collect() {
      this.set(underWay);
    },
  });
  const latency = new Histogram({
    name: 'zeebe_gateway_request_latency_seconds',
    help: 'Time from a command to its durable answer',
    labelNames: ['valueType', 'intent'],
    buckets: SECONDS,
    registers,
  });

  async function timed(engine: EngineHandle, ...asked: Parameters<EngineHandle['submit']>) {
    const [{ valueType, intent }] = asked;
    const count = (outcome: string): void =>
      requests.add(`${valueType} ${intent}`, outcome, () => ({ valueType, intent, outcome }));
    const end = latency.startTimer({ valueType, intent });
    underWay += 1;
    try {
      const response = await engine.submit(...asked);
      count(response.kind === 'event' ? 'accepted' : response.type);
      return response;
    } catch (error) {
      count('failed');
      if (error instanceof EngineOverloadedError) dropped.inc();
      throw error;
    } finally {
      underWay -= 1;
      end();
    }
  }

  return {
    registry,
    observe(engine) {
      engine.onRecords((records) => records.forEach(countRecord));
      new Gauge({
        name: 'zeebe_stream_processor_last_processed_position',
        help: 'Position of the last durable record',
        registers,
        collect() {
          this.set(engine.status().position);
        },
      });
      new Gauge({
        name: 'logigramme_limit',
        help: 'Bounds of what a model can make run away, by the variable that sets them',
        labelNames: ['limit'],
        registers,
        collect() {
          for (const [limit, value] of Object.entries(engine.status().limits ?? {}))
            this.set({ limit: limitNames[limit as keyof typeof limitNames] }, value);
        },
      });
      return {
        submit: (...asked) => timed(engine, ...asked),
        onJobsAvailable: (listener) => engine.onJobsAvailable(listener),
        openJobStream: (properties, receive) => engine.openJobStream(properties, receive),
        onRecords: (listener) => engine.onRecords(listener),
        status: () => engine.status(),
        stop: () => engine.stop(),
      };
    },
    watchPolls(waitingPolls) {
      new Gauge({
        name: 'zeebe_long_polling_queued_current',
        help: 'Polls for jobs that wait',
        labelNames: ['type'],
        registers,
        collect() {
          this.reset();
          for (const [type, count] of waitingPolls()) this.set({ type }, count);
        },
      });
    },
  };
}
