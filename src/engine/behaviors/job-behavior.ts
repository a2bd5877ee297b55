import type { ExecutableElement, JobDefinition } from '../../bpmn/model';
import { UserTaskHeader } from '../../protocol/records';
import { Failure } from '../failure';
import type { StateView } from '../state/engine-state';
import type { JobValue } from '../values';
import { DEFAULT_TENANT, NO_KEY } from '../values';
import type { Writers } from '../writers';
import type { ElementContext } from './element-context';
import type { ExpressionBehavior } from './expression-behavior';
import type { IncidentBehavior } from './incident-behavior';
import type { JobActivationBehavior } from './job-activation-behavior';
import type { UserTaskBehavior } from './user-task-behavior';

type Headers = Readonly<Record<string, string>>;

export interface JobProperties {
  readonly type: string;
  readonly retries: number;
  readonly headers: Headers;
}

type JobKind = Pick<JobValue, 'jobKind' | 'jobListenerEventType'>;
const OF_ELEMENT: JobKind = { jobKind: 'BPMN_ELEMENT', jobListenerEventType: 'UNSPECIFIED' };

export class JobBehavior {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
    private readonly expressions: ExpressionBehavior,
    private readonly incidents: IncidentBehavior,
    private readonly userTasks: UserTaskBehavior,
    private readonly activation: JobActivationBehavior,
  ) {}

  evaluate(element: ExecutableElement, context: ElementContext): JobProperties | Failure {
    const properties = this.evaluateDefinition(definitionOf(element), context);
    if (properties instanceof Failure || element.userTask === undefined) return properties;
    const headers = this.userTasks.headers(element.userTask, context.key, context.value.processDefinitionKey);
    if (headers instanceof Failure) return headers;
    const formKey = element.userTask.formKey?.source;
    const ofForm: Headers = formKey === undefined ? {} : { [UserTaskHeader.FORM_KEY]: formKey };
    return { ...properties, headers: { ...properties.headers, ...ofForm, ...headers } };
  }

  evaluateDefinition(definition: JobDefinition, { key }: ElementContext): JobProperties | Failure {
    const type = this.evaluateType(definition, key);
    if (type instanceof Failure) return type;
    const retries = this.expressions.long(definition.retries, key);
    return retries instanceof Failure ? retries : { type, retries, headers: definition.headers };
  }

  create(context: ElementContext, properties: JobProperties, kind: JobKind = OF_ELEMENT): void {
    const { value } = context;
    const job: JobValue = {
      type: properties.type,
      ...kind,
      retries: properties.retries,
      retryBackoff: 0,
      recurringTime: NO_KEY,
      deadline: NO_KEY,
      timeout: NO_KEY,
      worker: '',
      customHeaders: filled(properties.headers),
      variables: {},
      errorMessage: '',
      errorCode: '',
      changedAttributes: [],
      bpmnProcessId: value.bpmnProcessId,
      processDefinitionVersion: value.version,
      processDefinitionKey: value.processDefinitionKey,
      processInstanceKey: value.processInstanceKey,
      elementId: value.elementId,
      elementInstanceKey: context.key,
      tenantId: DEFAULT_TENANT,
    };
    const key = this.writers.nextKey();
    this.writers.event('JOB', 'CREATED', key, job);
    this.activation.publish(key);
  }

  /** The element ends before its job. */
  cancel(context: ElementContext): void {
    const jobKey = this.state.elements.get(context.key)?.jobKey ?? NO_KEY;
    const job = this.state.jobs.get(jobKey);
    if (job === undefined) return;
    this.writers.event('JOB', 'CANCELED', jobKey, job.value);
    this.incidents.resolveOfJob(jobKey);
  }

  private evaluateType(definition: JobDefinition, scopeKey: number): string | Failure {
    const type = this.expressions.string(definition.type, scopeKey);
    if (type !== '') return type;
    const message =
      `Expected result of the expression '${definition.type.source}' to be a not-empty string, ` +
      'but was an empty string.';
    return new Failure(message, 'EXTRACT_VALUE_ERROR', scopeKey);
  }
}

function definitionOf(element: ExecutableElement): JobDefinition {
  if (element.job === undefined) throw new Error(`Expected element '${element.id}' to have a job definition`);
  return element.job;
}

function filled(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([key, value]) => key !== '' && value !== ''));
}
