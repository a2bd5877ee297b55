/** One trial of a procedure: what waits, what the author does about it, and the steps done so far. */
import { DomainError } from '../errors/catalogue';
import type { ValidateForm } from '../app/ports';
import type { FormSchema } from '../forms/schema';
import { reservedVariables, withoutReserved } from '../app/reserved';
import { describeProcesses, type ProcessDescription } from '../bpmn';
import type { ClientCommand, CommandResponse } from '../engine/api';
import { checkedForm } from '../tasks/checked-form';
import { ByHandField } from '../tasks/by-hand';
import type { WorkerContract } from '../workers/contracts/described';
import { exampleVariables } from './example';
import type { Waiting } from './observed';
import { Sandbox, type Bounds, type TrialFile } from './sandbox';
import type { Place, Step } from './step';

export interface TrialParts {
  readonly validateForm: ValidateForm;
  readonly contracts: readonly WorkerContract[];
  /** By job type: the form by which an author says what the worker returns. */
  readonly workerForms: ReadonlyMap<string, FormSchema>;
  readonly bounds?: Bounds;
}

export interface TrialSource {
  readonly bpmnProcessId: string;
  /** The draft's own, and those of the procedures that it calls. */
  readonly files: readonly TrialFile[];
  /** Milliseconds since the epoch. */
  readonly startAt: number;
}

type Values = Readonly<Record<string, unknown>>;
export type Waited<Kind extends Waiting['kind']> = Extract<Waiting, { kind: Kind }>;

/** Thrown when a step finds nothing to act on: what a replay tells as a difference. */
export class NothingWaits extends DomainError {
  constructor(
    readonly at: Place,
    message: string,
  ) {
    super('CONFLICT', message);
  }
}

export class Trial {
  readonly steps: Step[] = [];
  /** By bpmnProcessId. */
  readonly descriptions = new Map<string, ProcessDescription>();
  readonly sandbox: Sandbox;

  private constructor(
    private readonly parts: TrialParts,
    readonly source: TrialSource,
  ) {
    this.sandbox = new Sandbox(source.startAt, parts.bounds);
  }

  /** Throws `DomainError` RESOURCE_INVALID when the engine refuses the files. */
  static async open(parts: TrialParts, source: TrialSource): Promise<Trial> {
    const trial = new Trial(parts, source);
    const response = await trial.sandbox.deploy(source.files);
    if (response.kind === 'rejection') {
      throw new DomainError(
        'RESOURCE_INVALID',
        'Le brouillon ne peut pas encore être essayé : le moteur le refuse. Utilisez « Vérifier », corrigez, puis réessayez.',
        { cause: new Error(response.reason) },
      );
    }
    for (const { name, content } of source.files) {
      if (!name.endsWith('.bpmn')) continue;
      for (const one of await describeProcesses(content)) trial.descriptions.set(one.bpmnProcessId, one);
    }
    return trial;
  }

  get description(): ProcessDescription | undefined {
    return this.descriptions.get(this.source.bpmnProcessId);
  }

  get hasStarted(): boolean {
    return this.sandbox.observed.instances.size > 0;
  }

  get state(): 'NEW' | 'ACTIVE' | 'COMPLETED' | 'TERMINATED' {
    const [first] = this.sandbox.observed.instances.values();
    return first?.state ?? 'NEW';
  }

  /** Name of an element, else its id. */
  nameOf({ process, element }: Pick<Place, 'process' | 'element'>): string {
    const found = this.descriptions.get(process)?.elements.find(({ id }) => id === element);
    return found === undefined || found.name === '' ? element : found.name;
  }

  waiting(): readonly Waiting[] {
    const all = [...this.sandbox.observed.waiting.values()];
    if (!this.hasStarted) {
      return all.filter(
        ({ kind, process, scopeKey }) =>
          process === this.source.bpmnProcessId &&
          (kind === 'START_MESSAGE' || ((kind === 'TIMER' || kind === 'SIGNAL') && scopeKey < 0)),
      );
    }
    return all.filter(
      ({ kind, scopeKey }) => kind !== 'START_MESSAGE' && (kind === 'INCIDENT' || scopeKey >= 0),
    );
  }

  placeOf(waiting: Waiting): Place {
    const there = this.at(waiting.kind, waiting.process, waiting.element);
    const nth = there.findIndex(({ key }) => key === waiting.key);
    return { process: waiting.process, element: waiting.element, nth: Math.max(nth, 0) };
  }

  get startForm(): FormSchema | null {
    const formId = this.description?.startFormId ?? null;
    return formId === null ? null : (this.sandbox.observed.formsById.get(formId) ?? null);
  }

  /** The form of a task or, for a worker, of what it returns; null: there is none. */
  formOf(waiting: Waiting): FormSchema | null {
    if (waiting.kind === 'WORKER') return this.parts.workerForms.get(waiting.jobType) ?? null;
    if (waiting.kind !== 'TASK' || waiting.formKey === null) return null;
    return this.sandbox.observed.formsByKey.get(waiting.formKey) ?? null;
  }

  variablesOf(waiting: Waiting): Values {
    return this.sandbox.variables(waiting.scopeKey);
  }

  contractOf(waiting: Waiting): WorkerContract | undefined {
    if (waiting.kind !== 'WORKER') return undefined;
    return this.parts.contracts.find(({ jobType }) => jobType === waiting.jobType);
  }

  /** What a worker could return. */
  exampleOf(waiting: Waiting): Values {
    return exampleVariables(this.contractOf(waiting)?.output);
  }

  /** Does it and remembers it. Throws `DomainError` FORM_INVALID, CONFLICT, `NothingWaits`. */
  async perform(step: Step): Promise<void> {
    await this.act(step);
    this.steps.push(step);
  }

  private act(step: Step): Promise<unknown> {
    switch (step.kind) {
      case 'START':
        return this.start(step.variables);
      case 'START_BY_MESSAGE':
        return this.publish(this.find('START_MESSAGE', step.at), step.variables);
      case 'MESSAGE':
        return this.publish(this.find('MESSAGE', step.at), step.variables);
      case 'SIGNAL':
        return this.send('SIGNAL', 'BROADCAST', -1, {
          signalName: this.find('SIGNAL', step.at).name,
          variables: step.variables,
        });
      case 'TIMER':
        return this.sandbox.advanceTo(this.find('TIMER', step.at).dueAt);
      case 'COMPLETE':
        return this.complete(step.at, step.variables);
      case 'ERROR':
        return this.send('JOB', 'THROW_ERROR', this.find('WORKER', step.at).key, {
          errorCode: step.code,
          errorMessage: step.message,
          variables: {},
        });
      case 'FAIL':
        return this.send('JOB', 'FAIL', this.find('WORKER', step.at).key, {
          retries: 0,
          errorMessage: step.message,
        });
      case 'REPAIR':
        return this.repair(this.find('INCIDENT', step.at), step.variables);
    }
  }

  private async start(entered: Values): Promise<void> {
    if (this.hasStarted) throw new DomainError('CONFLICT', 'L’essai est déjà commencé. Recommencez-le.');
    const { startForm } = this;
    const reserved: readonly string[] = reservedVariables;
    // What the program gives itself comes with the step, beside what is entered.
    const [given, own] = [true, false].map((isGiven) =>
      Object.fromEntries(Object.entries(entered).filter(([name]) => reserved.includes(name) === isGiven)),
    ) as [Values, Values];
    const variables = startForm === null ? own : checkedForm(this.parts.validateForm, startForm, own, {});
    await this.send('PROCESS_INSTANCE_CREATION', 'CREATE', -1, {
      bpmnProcessId: this.source.bpmnProcessId,
      version: -1,
      variables: { ...variables, ...given },
    });
  }

  private publish(
    { name, ...subscription }: Waited<'MESSAGE' | 'START_MESSAGE'>,
    variables: Values,
  ): Promise<CommandResponse> {
    const correlationKey = subscription.kind === 'MESSAGE' ? subscription.correlationKey : 'essai';
    return this.send('MESSAGE', 'PUBLISH', -1, {
      name,
      correlationKey,
      messageId: '',
      timeToLive: 0,
      variables,
    });
  }

  private complete(at: Place, entered: Values): Promise<CommandResponse> {
    const worker = this.at('WORKER', at.process, at.element)[at.nth];
    const found = worker ?? this.find('TASK', at);
    const context = this.variablesOf(found);
    const form = this.formOf(found);
    if (found.kind === 'WORKER') return this.send('JOB', 'COMPLETE', found.key, { variables: entered });
    const own = withoutReserved(entered, context);
    const variables = form === null ? own : checkedForm(this.parts.validateForm, form, own, context);
    const kept = withoutReserved(variables, context);
    return found.kind === 'TASK' && found.isNative
      ? this.send('USER_TASK', 'COMPLETE', found.key, { variables: kept, action: '' })
      : this.send('JOB', 'COMPLETE', found.key, { variables: kept });
  }

  private async repair(incident: Waited<'INCIDENT'>, variables: Values): Promise<void> {
    if (Object.keys(variables).length > 0) {
      await this.send('VARIABLE_DOCUMENT', 'UPDATE', -1, {
        scopeKey: incident.scopeKey,
        updateSemantics: 'PROPAGATE',
        variables,
      });
    }
    if (incident.jobKey > 0) await this.send('JOB', 'UPDATE_RETRIES', incident.jobKey, { retries: 1 });
    await this.send('INCIDENT', 'RESOLVE', incident.key, {});
  }

  /** Throws `DomainError` CONFLICT when the engine refuses. */
  private async send(
    valueType: ClientCommand['valueType'],
    intent: string,
    key: number,
    value: Values,
  ): Promise<CommandResponse> {
    const response = await this.sandbox.submit({ valueType, intent, key, value });
    if (response.kind === 'event') return response;
    throw new DomainError(
      'CONFLICT',
      'Le moteur de l’essai refuse ce geste : ce qui était attendu n’attend plus. Rechargez la page, ou recommencez l’essai.',
      { cause: new Error(response.reason) },
    );
  }

  private at<Kind extends Waiting['kind']>(
    kind: Kind,
    process: string,
    element: string,
  ): readonly Waited<Kind>[] {
    return this.waiting().filter(
      (one): one is Waited<Kind> => one.kind === kind && one.process === process && one.element === element,
    );
  }

  private find<Kind extends Waiting['kind']>(kind: Kind, place: Place): Waited<Kind> {
    const found = this.at(kind, place.process, place.element)[place.nth];
    if (found !== undefined) return found;
    const there = [...new Set(this.waiting().map((one) => `« ${this.nameOf(one)} »`))];
    const instead =
      there.length > 0 ? `l’essai attend à ${there.join(', ')}` : 'plus rien n’attend dans l’essai';
    throw new NothingWaits(place, `« ${this.nameOf(place)} » n’attend pas : ${instead}.`);
  }
}

/** What a worker's form says that it does. */
export function workerStep(
  at: Place,
  { [ByHandField.OUTCOME]: outcome, [ByHandField.EXPLANATION]: explanation, ...variables }: Values,
  { errors, example }: { readonly errors: readonly string[]; readonly example: Values },
): Step {
  if (typeof outcome === 'string' && errors.includes(outcome)) {
    return { kind: 'ERROR', at, code: outcome, message: typeof explanation === 'string' ? explanation : '' };
  }
  return { kind: 'COMPLETE', at, variables: { ...example, ...variables } };
}
