/**
 * The deterministic core: a command and the time go in; records, answers and changed state rows come out. One
 * command is one batch: its follow-up commands are processed with it, first in, first out.
 */
import type { ClientCommand } from './api';
import { EventAppliers } from './appliers/event-appliers';
import { createBehaviors } from './behaviors/behaviors';
import { ElementProcessors } from './elements/element-processors';
import type { Rejection } from './failure';
import { JobStreams } from './job-streams';
import { defaultLimits, type EngineLimits } from './limits';
import { ModelRegistry } from './model/model-registry';
import { CommandRejected, type ParsedResource, type ProcessorContext } from './processors/command-processor';
import { findProcessor, isInternal } from './processors/command-processors';
import type { StateRow } from './state/column-family';
import { EngineState } from './state/engine-state';
import type { StateView } from './state/engine-state';
import type { RecordValueType } from './values';
import type { CommandEntry } from './command-entry';
import { Writers, type BatchResult, type EngineEvent } from './writers';

/**
 * As Zeebe, the first one included: what follows after this many commands is a batch of its own, so that a loop cannot
 * hold the engine.
 */
const MAX_COMMANDS_IN_BATCH = 100;

export interface Submission {
  readonly command: ClientCommand;
  /** Finds the answer among the responses. */
  readonly requestId?: number;
  /** Of a deployment, in the order of its resources. */
  readonly resources?: readonly ParsedResource[];
}

export interface ProcessingResult extends BatchResult {
  /** A bug: the command was refused and its changes undone. */
  readonly error?: Error;
}

export class Engine {
  private readonly appliers: EventAppliers;
  private readonly state: EngineState;
  private readonly writers: Writers;
  private readonly context: ProcessorContext & { resources: readonly ParsedResource[] };

  /**
   * @param observe is told of every event of a batch that succeeded
   * @param jobStreams where jobs are pushed to
   * @param limits bounds of what a model can make run away
   */
  constructor(
    readonly models: ModelRegistry = new ModelRegistry(),
    observe?: (event: EngineEvent) => void,
    jobStreams = new JobStreams(),
    limits: EngineLimits = defaultLimits,
  ) {
    this.state = new EngineState(models);
    this.appliers = new EventAppliers(this.state);
    this.writers = new Writers(this.state, this.appliers, observe);
    const behaviors = createBehaviors(
      this.state,
      this.writers,
      (type) => this.context.elements.container(type),
      jobStreams,
      limits,
    );
    this.context = { ...behaviors, elements: new ElementProcessors(behaviors), models, resources: [] };
  }

  /** Read-only. */
  get view(): StateView {
    return this.state;
  }

  /** Position of the last record. */
  get position(): number {
    return this.state.counters.position;
  }

  /** A state row from the store, at start. */
  load(row: StateRow): void {
    this.state.load(row);
  }

  /** Applies an event that was decided before: the same events make the same state. */
  replay({ valueType, intent, key, value }: EngineEvent): void {
    this.appliers.apply(valueType as never, intent as never, key, value as never);
    this.state.undo.forget();
  }

  /** @param now milliseconds since the epoch */
  process({ command, requestId, resources = [] }: Submission, now: number): ProcessingResult {
    this.state.counters.mark();
    const entry: CommandEntry = {
      position: this.state.counters.nextPosition(),
      valueType: command.valueType as RecordValueType,
      intent: command.intent,
      key: command.key,
      value: command.value as never,
      ...(requestId !== undefined && { requestId }),
      ...(command.operationReference !== undefined && { operationReference: command.operationReference }),
    };
    this.context.resources = resources;
    if (isInternal(entry.valueType, entry.intent)) return this.refuse(entry, now, unknownCommand(entry));
    return this.processBatch(entry, now);
  }

  /** True when a batch was cut off: call `processPending` before other commands of its instance can go on. */
  get hasPending(): boolean {
    return this.state.pendingCommands.first() !== undefined;
  }

  /** Goes on with the oldest command that did not fit into its batch. */
  processPending(now: number): ProcessingResult | undefined {
    const command = this.state.pendingCommands.first();
    if (command === undefined) return undefined;
    this.state.counters.mark();
    this.state.pendingCommands.remove(command.position);
    const result = this.processBatch(command, now);
    // Not to be tried for ever when it is broken.
    if (result.error !== undefined) this.abandon(command);
    this.state.undo.forget();
    return result;
  }

  /** Rows changed since the last call. */
  takeChanges(): StateRow[] {
    return this.state.takeChanges();
  }

  private processBatch(command: CommandEntry, now: number): ProcessingResult {
    this.writers.beginBatch(command, now);
    try {
      this.run(command);
      return this.writers.endBatch();
    } catch (error) {
      this.state.undo.rollback();
      if (error instanceof CommandRejected) return this.refuse(command, now, error.rejection);
      return { ...this.refuse(command, now, processingError(command, error)), error: toError(error) };
    } finally {
      this.state.undo.forget();
    }
  }

  private abandon(command: CommandEntry): void {
    const { pendingCommands } = this.state;
    const cause = command.cause ?? command.position;
    pendingCommands.remove(command.position);
    pendingCommands.spend(cause, pendingCommands.spentBy(cause));
  }

  private run(command: CommandEntry): void {
    const { queue } = this.writers;
    const { pendingCommands } = this.state;
    const cause = command.cause ?? command.position;
    this.writers.steps = pendingCommands.spentBy(cause);
    this.processOne(command);
    let next = 0;
    for (; next < queue.length && next + 1 < MAX_COMMANDS_IN_BATCH; next += 1) {
      this.processOne(queue[next] as CommandEntry);
    }
    for (const rest of queue.slice(next)) pendingCommands.put({ ...rest, cause });
    pendingCommands.spend(cause, this.writers.steps);
  }

  private processOne(command: CommandEntry): void {
    this.writers.steps += 1;
    const processor = findProcessor(command.valueType, command.intent);
    if (processor === undefined) this.writers.reject(command, unknownCommand(command));
    else processor(command, this.context);
  }

  private refuse(command: CommandEntry, now: number, rejection: Rejection): BatchResult {
    this.writers.beginBatch(command, now);
    this.writers.reject(command, rejection);
    this.state.undo.forget();
    return this.writers.endBatch();
  }
}

function unknownCommand({ valueType, intent }: CommandEntry): Rejection {
  const reason = `Expected a command that the embedded engine supports, but got ${valueType} ${intent}`;
  return { type: 'INVALID_ARGUMENT', reason };
}

function processingError({ valueType, intent }: CommandEntry, error: unknown): Rejection {
  const reason =
    `Expected to process command '${valueType} ${intent}' without errors, but exception occurred with message ` +
    `'${toError(error).message}'`;
  return { type: 'PROCESSING_ERROR', reason };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
