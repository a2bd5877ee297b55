/**
 * The engine's core with a clock that only tests move, and every row it would have stored. Each scenario ends with
 * a restart check: what is stored makes the same engine again.
 */
import type { ClientCommand, CommandResponse } from '../../../src/engine/api';
import { dueCommands } from '../../../src/engine/due';
import { ModelRegistry } from '../../../src/engine/model/model-registry';
import { Engine, type ProcessingResult } from '../../../src/engine/engine';
import type { EngineEvent } from '../../../src/engine/writers';
import type { JobValue } from '../../../src/engine/values';
import { ResourceParser, parseStoredResources } from '../../../src/loop/resources';
import type { EngineRecord, ValueType } from '../../../src/protocol/records';
import { formatTrace } from './trace';

export type Variables = Readonly<Record<string, unknown>>;
export interface ActivatedJob extends JobValue {
  readonly key: number;
}

const START = Date.UTC(2026, 0, 15, 8);

export class TestEngine {
  readonly records: EngineRecord[] = [];
  readonly rejections: string[] = [];
  readonly jobTypes = new Set<string>();
  now = START;
  /** State rows given to the store so far. */
  writtenRows = 0;
  private readonly events: EngineEvent[] = [];
  private engine = this.newEngine();
  private readonly rows = new Map<string, string>();
  private readonly responses = new Map<number, CommandResponse>();
  private requests = 0;
  private readonly parser = new ResourceParser();

  get view(): Engine['view'] {
    return this.engine.view;
  }

  /** Deploys; throws when it is refused. */
  async deploy(
    ...resources: readonly { name: string; content: string }[]
  ): Promise<CommandResponse & { kind: 'event' }> {
    const response = await this.tryDeploy(...resources);
    if (response.kind === 'rejection') throw new Error(response.reason);
    return response;
  }

  async tryDeploy(...resources: readonly { name: string; content: string }[]): Promise<CommandResponse> {
    const encoded = resources.map(({ name, content }) => ({
      resourceName: name,
      resource: Buffer.from(content).toString('base64'),
    }));
    const parsed = await this.parser.parseAll(encoded);
    const command = {
      valueType: 'DEPLOYMENT',
      intent: 'CREATE',
      key: -1,
      value: { resources: encoded },
    } as const;
    return this.take(this.submit(command, parsed));
  }

  /** Gives a command; returns the answer. */
  send(
    valueType: ValueType,
    intent: string,
    key: number,
    value: object = {},
    operationReference?: number,
  ): CommandResponse {
    const command = { valueType, intent, key, value: value as Variables };
    return this.take(
      this.submit(operationReference === undefined ? command : { ...command, operationReference }),
    );
  }

  /** As `send`, for commands that must be accepted. */
  accept(
    valueType: ValueType,
    intent: string,
    key: number,
    value: object = {},
  ): CommandResponse & { kind: 'event' } {
    const response = this.send(valueType, intent, key, value);
    if (response.kind === 'rejection')
      throw new Error(`${valueType} ${intent} was refused: ${response.reason}`);
    return response;
  }

  /** Returns the key of the process instance. */
  create(bpmnProcessId: string, variables: Variables = {}): number {
    const value = { bpmnProcessId, version: -1, variables };
    const response = this.accept('PROCESS_INSTANCE_CREATION', 'CREATE', -1, value);
    return response.value['processInstanceKey'] as number;
  }

  /** The answer comes later, perhaps: see `answerTo`. */
  createWithResult(
    bpmnProcessId: string,
    variables: Variables = {},
    fetchVariables: readonly string[] = [],
  ): number {
    const value = { bpmnProcessId, version: -1, variables, fetchVariables };
    return this.submit({
      valueType: 'PROCESS_INSTANCE_CREATION',
      intent: 'CREATE_WITH_AWAITING_RESULT',
      key: -1,
      value,
    });
  }

  answerTo(requestId: number): CommandResponse | undefined {
    return this.responses.get(requestId);
  }

  activate(
    type: string,
    options: { max?: number; timeout?: number; variables?: string[] } = {},
  ): ActivatedJob[] {
    const { max = 32, timeout = 60_000, variables = [] } = options;
    const value = { type, worker: 'w', timeout, maxJobsToActivate: max, variables };
    const { value: batch } = this.accept('JOB_BATCH', 'ACTIVATE', -1, value);
    const { jobs, jobKeys } = batch as unknown as { jobs: JobValue[]; jobKeys: number[] };
    return jobs.map((job, index) => ({ ...job, key: jobKeys[index] as number }));
  }

  /** Activates and completes the only job of a type. */
  complete(type: string, variables: Variables = {}): void {
    this.accept('JOB', 'COMPLETE', this.jobOf(type).key, { variables });
  }

  /** Activates the job of a type. */
  jobOf(type: string): ActivatedJob {
    const [job, ...others] = this.activate(type);
    if (job === undefined || others.length > 0) {
      throw new Error(
        `Expected one activatable job of type '${type}', but found ${others.length + (job ? 1 : 0)}`,
      );
    }
    return job;
  }

  publish(
    name: string,
    correlationKey: string,
    options: { variables?: Variables; ttl?: number; id?: string } = {},
  ): CommandResponse {
    const { variables = {}, ttl = 0, id = '' } = options;
    return this.send('MESSAGE', 'PUBLISH', -1, {
      name,
      correlationKey,
      messageId: id,
      timeToLive: ttl,
      variables,
    });
  }

  /** Moves time on; whatever is due happens. */
  advance(milliseconds: number): void {
    this.now += milliseconds;
    for (let round = 0; round < 10; round += 1) {
      const commands = dueCommands(this.engine.view, this.now, 100);
      if (commands.length === 0) return;
      for (const command of commands) this.collect(this.engine.process({ command }, this.now));
    }
  }

  /** A new engine, from what is stored. */
  async restart(): Promise<void> {
    const before = this.dump();
    const { models } = this.engine;
    const engine = this.newEngine();
    for (const [name, value] of this.rows) {
      const [family, key] = JSON.parse(name) as [string, string];
      engine.load({ family, key, format: 1, value });
    }
    await parseStoredResources(engine, this.parser);
    this.engine = engine;
    expect(this.dump()).toEqual(before);
    expect(this.replayed(models)).toEqual(this.eventSourcedRows());
  }

  of(valueType: ValueType, ...intents: readonly string[]): EngineRecord[] {
    return this.records.filter(
      (record) => record.valueType === valueType && (intents.length === 0 || intents.includes(record.intent)),
    );
  }

  /** Only element ids, e.g. `['start', 'task']` of ELEMENT_COMPLETED. */
  elements(intent: string): string[] {
    return this.of('PROCESS_INSTANCE', intent).map((record) => String(record.value['elementId']));
  }

  incidents(): { key: number; type: string; message: string; elementId: string }[] {
    return this.of('INCIDENT', 'CREATED').map(({ key, value }) => ({
      key: key as number,
      type: String(value['errorType']),
      message: String(value['errorMessage']),
      elementId: String(value['elementId']),
    }));
  }

  /** Last value of each variable, by `elementId.name`. */
  variables(): Record<string, unknown> {
    const scopes = new Map(
      this.of('PROCESS_INSTANCE').map(({ key, value }) => [key, String(value['elementId'])]),
    );
    return Object.fromEntries(
      this.of('VARIABLE').map(({ value }) => [
        `${scopes.get(value['scopeKey'] as number) ?? '?'}.${String(value['name'])}`,
        JSON.parse(String(value['value'])),
      ]),
    );
  }

  isIdle(): boolean {
    return this.leftovers().length === 0;
  }

  /** Rows of instances and messages. */
  leftovers(): string[] {
    return [...this.rows.keys()].filter(
      (name) =>
        !/^\["(counter|(deleted-)?(process|form)|decision|decision-requirements|message-start-event-subscription|signal-subscription|timer)"/.test(
          name,
        ),
    );
  }

  trace(): string {
    return formatTrace(this.records, this.rejections);
  }

  private submit(command: ClientCommand, resources?: Parameters<Engine['process']>[0]['resources']): number {
    this.requests += 1;
    this.collect(
      this.engine.process({ command, requestId: this.requests, ...(resources && { resources }) }, this.now),
    );
    while (this.engine.hasPending) {
      const result = this.engine.processPending(this.now);
      if (result !== undefined) this.collect(result);
    }
    this.advance(0);
    return this.requests;
  }

  private take(requestId: number): CommandResponse {
    const response = this.responses.get(requestId);
    if (response === undefined) throw new Error('Expected an answer, but got none');
    return response;
  }

  private collect(result: ProcessingResult): void {
    this.records.push(...result.records);
    this.rejections.push(...result.rejections);
    for (const [requestId, response] of result.responses) this.responses.set(requestId, response);
    for (const type of result.jobTypes) this.jobTypes.add(type);
    for (const { family, key, value } of this.engine.takeChanges()) {
      const name = JSON.stringify([family, key]);
      this.writtenRows += 1;
      if (value === null) this.rows.delete(name);
      else this.rows.set(name, value);
    }
    if (result.error !== undefined) throw result.error;
  }

  private newEngine(): Engine {
    return new Engine(new ModelRegistry(), (event) => this.events.push(event));
  }

  /** The rows of an engine that only applied the events. @param models of deleted processes too */
  private replayed(models: ModelRegistry): Record<string, unknown> {
    const engine = new Engine(models);
    for (const event of this.events) engine.replay(event);
    const rows = engine.takeChanges().filter(({ family, value }) => family !== 'counter' && value !== null);
    return Object.fromEntries(
      rows.map(({ family, key, value }) => [
        JSON.stringify([family, key]),
        JSON.parse(String(value)) as unknown,
      ]),
    );
  }

  private eventSourcedRows(): Record<string, unknown> {
    const rows = [...this.rows].filter(([name]) => !/^\["(counter|pending-command)"/.test(name));
    return Object.fromEntries(rows.map(([name, value]) => [name, JSON.parse(value) as unknown]));
  }

  private dump(): unknown {
    const { elements, jobs, position } = { ...this.engine.view, position: this.engine.position };
    return { elements: elements.size, jobs: jobs.size, types: jobs.activatableTypes().sort(), position };
  }
}
