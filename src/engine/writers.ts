/**
 * What processors write: events (applied to the state at once), follow-up commands (processed later in the same
 * batch, first in, first out), rejections, responses and side effects. Every record takes a position, exported or
 * not.
 */
import type { CommandResponse, PushedJob } from './api';
import type { EventAppliers } from './appliers/event-appliers';
import type { CommandEntry } from './command-entry';
import type { Rejection } from './failure';
import type { CommandIntent, CommandValueType, EventIntent, EventValueType } from './intents';
import type { JobStream } from './job-streams';
import type { EngineState } from './state/engine-state';
import type { EngineValueType, RecordValues, RecordValueType } from './values';
import { NO_KEY } from './values';
import { isExported, toRecord } from './export-record';
import type { EngineRecord } from '../protocol/records';

export interface Push {
  readonly stream: JobStream;
  readonly job: PushedJob;
}

/** What an event says, exported or not. */
export interface EngineEvent {
  readonly valueType: RecordValueType;
  readonly intent: string;
  readonly key: number;
  readonly value: object;
}

/** What one batch brought about. */
export interface BatchResult {
  readonly records: EngineRecord[];
  readonly responses: Map<number, CommandResponse>;
  /** Types of jobs that became activatable. */
  readonly jobTypes: Set<string>;
  /** Jobs activated for streams, to be delivered once they are durable. */
  readonly pushes: Push[];
  /** Requests that will never be answered. */
  readonly abandoned: number[];
  /** Rejections, of follow-up commands too, for the trace. */
  readonly rejections: string[];
}

export class Writers {
  readonly queue: CommandEntry[] = [];
  /** How many commands have followed from the same command from outside, this one included. */
  steps = 0;
  /** For who observes; of a batch that is undone nobody is told. */
  private readonly events: EngineEvent[] = [];
  private result: BatchResult = emptyResult();
  private sourcePosition = NO_KEY;
  private operationReference: number | undefined;
  private timestamp = 0;

  constructor(
    private readonly state: EngineState,
    private readonly appliers: EventAppliers,
    private readonly observe?: (event: EngineEvent) => void,
  ) {}

  /** Milliseconds since the epoch: the time of every record of the batch. */
  get now(): number {
    return this.timestamp;
  }

  beginBatch(command: CommandEntry, now: number): void {
    this.queue.length = 0;
    this.events.length = 0;
    this.result = emptyResult();
    this.sourcePosition = command.position;
    this.operationReference = command.operationReference;
    this.timestamp = now;
  }

  endBatch(): BatchResult {
    for (const event of this.events) this.observe?.(event);
    return this.result;
  }

  nextKey(): number {
    return this.state.counters.nextKey();
  }

  event<T extends EventValueType & RecordValueType>(
    valueType: T,
    intent: EventIntent<T>,
    key: number,
    value: RecordValues[T],
  ): void {
    const position = this.state.counters.nextPosition();
    if (isExported(valueType)) {
      const metadata = {
        position,
        sourceRecordPosition: this.sourcePosition,
        timestamp: this.timestamp,
        operationReference: this.operationReference ?? NO_KEY,
      };
      this.result.records.push(toRecord(valueType, intent, key, value, metadata));
    }
    if (this.observe !== undefined) this.events.push({ valueType, intent, key, value });
    this.appliers.apply(valueType, intent, key, value);
  }

  command<T extends CommandValueType & RecordValueType>(
    valueType: T,
    intent: CommandIntent<T>,
    key: number,
    value: RecordValues[T],
    more: Pick<CommandEntry, 'outOfTurn'> = {},
  ): void {
    const position = this.state.counters.nextPosition();
    this.queue.push({ position, valueType, intent, key, value, ...more } as CommandEntry);
  }

  reject(command: CommandEntry, rejection: Rejection): void {
    this.state.counters.nextPosition();
    this.result.rejections.push(`${command.valueType} ${command.intent} ${command.key}: ${rejection.reason}`);
    if (command.requestId !== undefined) this.respondRejection(command, rejection);
  }

  /** Answers the command with an event. */
  respond(command: CommandEntry, intent: string, key: number, value: object): void {
    if (command.requestId === undefined) return;
    this.respondTo(command.requestId, command.valueType, intent, key, value);
  }

  respondTo(requestId: number, valueType: EngineValueType, intent: string, key: number, value: object): void {
    this.result.responses.set(requestId, {
      kind: 'event',
      valueType: valueType as CommandResponse['valueType'],
      intent,
      key,
      value: value as Readonly<Record<string, unknown>>,
    });
  }

  respondRejection(command: CommandEntry, rejection: Rejection): void {
    if (command.requestId === undefined) return;
    this.result.responses.set(command.requestId, {
      kind: 'rejection',
      valueType: command.valueType as CommandResponse['valueType'],
      intent: command.intent,
      ...rejection,
    });
  }

  abandon(requestId: number): void {
    this.result.abandoned.push(requestId);
  }

  push(stream: JobStream, job: { readonly key: number; readonly value: object }): void {
    this.result.pushes.push({ stream, job: job as PushedJob });
  }

  jobsAvailable(type: string): void {
    this.result.jobTypes.add(type);
  }
}

function emptyResult(): BatchResult {
  return {
    records: [],
    responses: new Map(),
    jobTypes: new Set(),
    pushes: [],
    abandoned: [],
    rejections: [],
  };
}
