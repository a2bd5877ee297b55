/** Who is to do a user task, until when, and with which form: headers of its job. */
import type { Binding, Expression, UserTaskDefinition } from '../../bpmn/model';
import { UserTaskHeader } from '../../protocol/records';
import { Failure } from '../failure';
import type { StateView } from '../state/engine-state';
import type { FormValue } from '../values';
import { NO_KEY } from '../values';
import type { ExpressionBehavior } from './expression-behavior';

type Headers = Readonly<Record<string, string>>;
type Evaluate = (expression: Expression, scopeKey: number) => string | Failure;

export class UserTaskBehavior {
  constructor(
    private readonly state: StateView,
    private readonly expressions: ExpressionBehavior,
  ) {}

  headers(task: UserTaskDefinition, scopeKey: number, processDefinitionKey: number): Headers | Failure {
    const entries: readonly (readonly [string, Expression | undefined, Evaluate])[] = [
      [UserTaskHeader.ASSIGNEE, task.assignee, (expression) => this.expressions.string(expression, scopeKey)],
      [UserTaskHeader.CANDIDATE_GROUPS, task.candidateGroups, this.list],
      [UserTaskHeader.CANDIDATE_USERS, task.candidateUsers, this.list],
      [UserTaskHeader.DUE_DATE, task.dueDate, this.date],
      [UserTaskHeader.FOLLOW_UP_DATE, task.followUpDate, this.date],
    ];
    const headers: Record<string, string> = {};
    for (const [header, expression, evaluate] of entries) {
      if (expression === undefined) continue;
      const value = evaluate(expression, scopeKey);
      if (value instanceof Failure) return value;
      if (value !== '') headers[header] = value;
    }
    if (task.formId === undefined) return headers;
    const formKey = this.formKey(task.formId, task.formBinding, scopeKey, processDefinitionKey);
    return formKey instanceof Failure ? formKey : { ...headers, [UserTaskHeader.FORM_KEY]: formKey };
  }

  private readonly list: Evaluate = (expression, scopeKey) => {
    const values = this.expressions.strings(expression, scopeKey);
    return values instanceof Failure ? values : `[${values.map((value) => `"${value}"`).join(',')}]`;
  };

  private readonly date: Evaluate = (expression, scopeKey) => this.expressions.dateText(expression, scopeKey);

  private formKey(
    formId: string,
    binding: Binding,
    scopeKey: number,
    processDefinitionKey: number,
  ): string | Failure {
    const id = this.expressions.string(toExpression(formId), scopeKey);
    if (id instanceof Failure) return id;
    const form = this.findForm(id, binding, processDefinitionKey);
    return typeof form === 'string' ? new Failure(form, 'FORM_NOT_FOUND', scopeKey) : String(form.formKey);
  }

  /** The form, or why there is none. */
  private findForm(
    id: string,
    { binding, versionTag = '' }: Binding,
    processDefinitionKey: number,
  ): FormValue | string {
    const { forms, processes } = this.state;
    const deploymentKey = processes.get(processDefinitionKey)?.deploymentKey ?? NO_KEY;
    switch (binding) {
      case 'latest':
        return (
          forms.latest(id) ??
          `Expected to find a form with id '${id}', but no form with this id is found, at least a form with this id ` +
            'should be available. To resolve the Incident please deploy a form with the same id'
        );
      case 'deployment':
        return (
          forms.inDeployment(id, deploymentKey) ??
          `Expected to use a form with id '${id}' with binding type 'deployment', but no such form found in the ` +
            `deployment with key ${deploymentKey} which contained the current process. To resolve this incident, ` +
            'migrate the process instance to a process definition that is deployed together with the intended form ' +
            'to use.'
        );
      case 'versionTag':
        return (
          forms.tagged(id, versionTag) ??
          `Expected to use a form with id '${id}' and version tag '${versionTag}', but no such form found. To resolve ` +
            'the incident, deploy a form with the given id and version tag.\n'
        );
    }
  }
}

function toExpression(text: string): Expression {
  return text.startsWith('=') ? { kind: 'feel', source: text.slice(1) } : { kind: 'literal', source: text };
}
