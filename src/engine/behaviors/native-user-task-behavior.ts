/** User tasks that the engine keeps itself, without a job. */
import type { ExecutableElement, Expression, UserTaskDefinition } from '../../bpmn/model';
import { UserTaskHeader } from '../../protocol/records';
import { Failure } from '../failure';
import type { StateView } from '../state/engine-state';
import type { UserTaskValue } from '../values';
import { DEFAULT_TENANT, NO_KEY } from '../values';
import type { Writers } from '../writers';
import type { ElementContext } from './element-context';
import type { ExpressionBehavior } from './expression-behavior';
import type { UserTaskBehavior } from './user-task-behavior';

type Properties = Pick<
  UserTaskValue,
  | 'assignee'
  | 'candidateGroupsList'
  | 'candidateUsersList'
  | 'dueDate'
  | 'followUpDate'
  | 'formKey'
  | 'externalFormReference'
  | 'priority'
>;

export class NativeUserTaskBehavior {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
    private readonly expressions: ExpressionBehavior,
    private readonly userTasks: UserTaskBehavior,
  ) {}

  evaluate(task: UserTaskDefinition, { key, value }: ElementContext): Properties | Failure {
    const headers = this.userTasks.headers(task, key, value.processDefinitionKey);
    if (headers instanceof Failure) return headers;
    const candidateGroupsList = this.list(task.candidateGroups, key);
    if (candidateGroupsList instanceof Failure) return candidateGroupsList;
    const candidateUsersList = this.list(task.candidateUsers, key);
    if (candidateUsersList instanceof Failure) return candidateUsersList;
    const reference = task.native?.externalReference;
    const externalFormReference = reference === undefined ? '' : this.expressions.string(reference, key);
    if (externalFormReference instanceof Failure) return externalFormReference;
    const priority = this.priority(task, key);
    if (priority instanceof Failure) return priority;
    return {
      assignee: headers[UserTaskHeader.ASSIGNEE] ?? '',
      candidateGroupsList,
      candidateUsersList,
      dueDate: headers[UserTaskHeader.DUE_DATE] ?? '',
      followUpDate: headers[UserTaskHeader.FOLLOW_UP_DATE] ?? '',
      formKey: Number(headers[UserTaskHeader.FORM_KEY] ?? NO_KEY),
      externalFormReference,
      priority,
    };
  }

  create(element: ExecutableElement, context: ElementContext, properties: Properties): void {
    const { value } = context;
    const key = this.writers.nextKey();
    const task: UserTaskValue = {
      ...properties,
      userTaskKey: key,
      customHeaders: element.job?.headers ?? {},
      action: '',
      changedAttributes: [],
      variables: {},
      creationTimestamp: this.writers.now,
      elementId: element.id,
      elementInstanceKey: context.key,
      bpmnProcessId: value.bpmnProcessId,
      processDefinitionVersion: value.version,
      processDefinitionKey: value.processDefinitionKey,
      processInstanceKey: value.processInstanceKey,
      tenantId: DEFAULT_TENANT,
    };
    this.writers.event('USER_TASK', 'CREATING', key, task);
    this.writers.event('USER_TASK', 'CREATED', key, task);
  }

  /** The element ends before its task. */
  cancel({ key }: ElementContext): void {
    const task = this.state.userTasks.get(this.state.elements.get(key)?.userTaskKey ?? NO_KEY);
    if (task === undefined) return;
    this.writers.event('USER_TASK', 'CANCELING', task.key, task.value);
    this.writers.event('USER_TASK', 'CANCELED', task.key, task.value);
  }

  private list(expression: Expression | undefined, scopeKey: number): readonly string[] | Failure {
    return expression === undefined ? [] : this.expressions.strings(expression, scopeKey);
  }

  private priority({ native }: UserTaskDefinition, scopeKey: number): number | Failure {
    if (native === undefined) throw new Error('Expected a native user task');
    const priority = this.expressions.long(native.priority, scopeKey);
    if (priority instanceof Failure || (priority >= 0 && priority <= 100)) return priority;
    const message = `Expected priority to be in the range [0,100] but was '${priority}'.`;
    return new Failure(message, 'EXTRACT_VALUE_ERROR', scopeKey);
  }
}
