/** Who is to do a user task, until when, and with which form: headers of its job. */
import type { Expression, UserTaskDefinition } from '../../bpmn/model';
import { UserTaskHeader } from '../../protocol/records';
import { Failure } from '../failure';
import type { StateView } from '../state/engine-state';
import type { ExpressionBehavior } from './expression-behavior';

type Headers = Readonly<Record<string, string>>;
type Evaluate = (expression: Expression, scopeKey: number) => string | Failure;

export class UserTaskBehavior {
  constructor(
    private readonly state: StateView,
    private readonly expressions: ExpressionBehavior,
  ) {}

  headers(task: UserTaskDefinition, scopeKey: number): Headers | Failure {
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
    const formKey = this.formKey(task.formId, scopeKey);
    return formKey instanceof Failure ? formKey : { ...headers, [UserTaskHeader.FORM_KEY]: formKey };
  }

  private readonly list: Evaluate = (expression, scopeKey) => {
    const values = this.expressions.strings(expression, scopeKey);
    return values instanceof Failure ? values : `[${values.map((value) => `"${value}"`).join(',')}]`;
  };

  private readonly date: Evaluate = (expression, scopeKey) => this.expressions.dateText(expression, scopeKey);

  private formKey(formId: string, scopeKey: number): string | Failure {
    const id = this.expressions.string(toExpression(formId), scopeKey);
    if (id instanceof Failure) return id;
    const form = this.state.forms.latest(id);
    if (form !== undefined) return String(form.formKey);
    const message =
      `Expected to find a form with id '${id}', but no form with this id is found, at least a form with this id ` +
      'should be available. To resolve the Incident please deploy a form with the same id';
    return new Failure(message, 'FORM_NOT_FOUND', scopeKey);
  }
}

function toExpression(text: string): Expression {
  return text.startsWith('=') ? { kind: 'feel', source: text.slice(1) } : { kind: 'literal', source: text };
}
