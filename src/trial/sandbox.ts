/**
 * An engine in memory for one trial: nothing of it reaches the real engine, the database or a connector. Its time is
 * its own and moves only when told. It is bounded: a procedure that never waits is stopped.
 */
import { DomainError } from '../errors/catalogue';
import type { ClientCommand, CommandResponse } from '../engine/api';
import { dueCommands } from '../engine/due';
import { Engine, type ProcessingResult, type Submission } from '../engine/engine';
import { ResourceParser } from '../loop/resources';
import { Observed } from './observed';

export interface TrialFile {
  readonly name: string;
  readonly content: string;
}

export interface Bounds {
  /** Records that a trial may write. */
  readonly records: number;
  /** Due things between two looks at the clock. */
  readonly rounds: number;
}
export const defaultBounds: Bounds = { records: 20_000, rounds: 100 };

const DUE_AT_ONCE = 100;
let parser: ResourceParser | undefined;

export class Sandbox {
  readonly observed = new Observed();
  private readonly engine = new Engine();
  private records = 0;
  private requests = 0;

  /** @param now milliseconds since the epoch, when the trial begins */
  constructor(
    public now: number,
    private readonly bounds: Bounds = defaultBounds,
  ) {}

  /** The variables that a scope sees. */
  variables(scopeKey: number): Readonly<Record<string, unknown>> {
    return scopeKey < 0 ? {} : this.engine.view.variables.document(scopeKey);
  }

  async deploy(files: readonly TrialFile[]): Promise<CommandResponse> {
    const resources = files.map(({ name, content }) => ({
      resourceName: name,
      resource: Buffer.from(content).toString('base64'),
    }));
    parser ??= new ResourceParser();
    const parsed = await parser.parseAll(resources);
    return this.submit({ valueType: 'DEPLOYMENT', intent: 'CREATE', key: -1, value: { resources } }, parsed);
  }

  /** Resolves when all that follows has happened. Throws `DomainError` CONFLICT when the trial is too long. */
  async submit(command: ClientCommand, resources?: Submission['resources']): Promise<CommandResponse> {
    const requestId = ++this.requests;
    const result = this.engine.process(
      { command, requestId, ...(resources !== undefined && { resources }) },
      this.now,
    );
    const response = result.responses.get(requestId);
    this.collect(result);
    await this.settle();
    if (response === undefined)
      throw new Error(`Expected an answer to ${command.valueType} ${command.intent}`);
    return response;
  }

  /** Time passes; what is due by then happens. Never backwards. */
  async advanceTo(time: number): Promise<void> {
    this.now = Math.max(this.now, time);
    await this.settle();
  }

  private async settle(): Promise<void> {
    for (let round = 0; round < this.bounds.rounds; round += 1) {
      while (this.engine.hasPending) {
        const result = this.engine.processPending(this.now);
        if (result !== undefined) this.collect(result);
        // A long trial must not keep the program from other work.
        await new Promise((resolve) => setImmediate(resolve));
      }
      const due = dueCommands(this.engine.view, this.now, DUE_AT_ONCE);
      if (due.length === 0) return;
      for (const command of due) this.collect(this.engine.process({ command }, this.now));
    }
  }

  private collect(result: ProcessingResult): void {
    for (const record of result.records) this.observed.apply(record);
    this.engine.takeChanges();
    this.records += result.records.length;
    if (result.error !== undefined) throw result.error;
    if (this.records > this.bounds.records) {
      throw new DomainError(
        'CONFLICT',
        `L’essai s’arrête ici : il a dépassé ${String(this.bounds.records)} évènements. Une boucle qui n’attend jamais, ` +
          'ou une liste très longue, en est souvent la cause. Corrigez le brouillon, puis recommencez l’essai.',
      );
    }
  }
}
