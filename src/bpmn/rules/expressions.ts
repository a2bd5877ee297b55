/** Expressions: present where they must be, well-formed, and of the right kind when they are constant. */
import {
  checkFeel,
  evaluateDateTime,
  evaluateExpression,
  evaluateInterval,
  evaluateString,
  evaluateTimer,
} from '../../feel';
import { body, child, children, eventDefinitions, expressionOf, isA, text, type Element } from '../element';
import type { Rule } from './rule';

type Report = (message: string) => void;
interface Expectation {
  readonly mandatory?: boolean;
  readonly nonStatic?: boolean;
  /** A constant must satisfy this… */
  readonly satisfies?: (constant: string) => boolean;
  /** …which is described so: "be a list of…". */
  readonly description?: string;
}

const PATH = '[a-zA-Z_][a-zA-Z0-9_]*(\\.[a-zA-Z_][a-zA-Z0-9_]*)*';
const RESERVED = [
  'null',
  'true',
  'false',
  'function',
  'if',
  'then',
  'else',
  'for',
  'between',
  'instance',
  'of',
];
const TIMES = ['timeDate', 'timeDuration', 'timeCycle'] as const;
const CSV = { satisfies: isCsv, description: "be a list of comma-separated values, e.g. 'a,b,c'" };
const DATE_TIME = {
  satisfies: (constant: string) => evaluateDateTime({ kind: 'literal', source: constant }, {}).ok,
  description: "be a valid DateTime String, e.g. '2023-03-02T15:35+02:00'",
};

export const expressionRules: readonly Rule[] = [
  {
    on: ['zeebe:Input'],
    check(input, report) {
      checkExpression(filled(input, 'source'), { mandatory: true }, report);
      checkPath(text(input, 'target'), report);
    },
  },
  {
    on: ['zeebe:Output'],
    check(output, report) {
      checkExpression(filled(output, 'source'), { mandatory: true, nonStatic: true }, report);
      checkPath(text(output, 'target'), report);
    },
  },
  attribute('bpmn:Message', 'name'),
  attribute('bpmn:Signal', 'name'),
  attribute('zeebe:Subscription', 'correlationKey', { mandatory: true, nonStatic: true }),
  attribute('zeebe:CalledElement', 'processId', { mandatory: true }),
  attribute('zeebe:CalledDecision', 'decisionId', { mandatory: true }),
  attribute('zeebe:LoopCharacteristics', 'inputCollection', { mandatory: true, nonStatic: true }),
  attribute('zeebe:LoopCharacteristics', 'outputElement', { nonStatic: true }),
  attribute('zeebe:TaskDefinition', 'type', { mandatory: true }),
  attribute('zeebe:TaskDefinition', 'retries'),
  attribute('zeebe:Script', 'expression', { mandatory: true, nonStatic: true }),
  attribute('zeebe:AssignmentDefinition', 'assignee'),
  attribute('zeebe:AssignmentDefinition', 'candidateGroups', CSV),
  attribute('zeebe:AssignmentDefinition', 'candidateUsers', CSV),
  attribute('zeebe:PriorityDefinition', 'priority', {
    satisfies: (constant: string) => /^-?\d+$/.test(constant),
    description: 'be a valid Number between 0 and 100',
  }),
  attribute('zeebe:TaskSchedule', 'dueDate', DATE_TIME),
  attribute('zeebe:TaskSchedule', 'followUpDate', DATE_TIME),
  {
    on: ['bpmn:Expression'],
    check(expression, report) {
      if (child(expression.$parent, 'conditionExpression') === expression) {
        checkExpression(body(expression), { mandatory: true, nonStatic: true }, report);
      }
    },
  },
  {
    on: ['bpmn:MultiInstanceLoopCharacteristics'],
    check(loop, report) {
      checkExpression(body(child(loop, 'completionCondition')), {}, report);
    },
  },
  {
    on: ['bpmn:TimerEventDefinition'],
    check(definition, report) {
      for (const time of TIMES) checkExpression(body(child(definition, time)), {}, report);
      if (TIMES.filter((time) => child(definition, time) !== undefined).length !== 1) {
        report('Must be exactly one type of timer: timeDuration, timeDate or timeCycle');
      }
    },
  },
  {
    on: ['bpmn:CatchEvent'],
    check(event, report) {
      const isProcessStart = isA(event, 'bpmn:StartEvent') && isA(event.$parent, 'bpmn:Process');
      for (const definition of eventDefinitions(event)) {
        if (definition.$type === 'bpmn:TimerEventDefinition') checkTimer(definition, isProcessStart, report);
        if (definition.$type === 'bpmn:MessageEventDefinition' && isProcessStart)
          checkName(definition, report);
        if (definition.$type === 'bpmn:SignalEventDefinition' && isProcessStart)
          checkSignalName(definition, report);
      }
    },
  },
  {
    on: ['zeebe:TaskHeaders'],
    check(headers, report) {
      const keys = children(headers, 'values').map((header) => text(header, 'key') ?? '');
      const reserved = 'io.camunda.zeebe:';
      for (const key of keys.filter((name) => name.startsWith(reserved))) {
        report(
          `Attribute 'key' contains '${key}', but header keys starting with '${reserved}' are reserved for internal use.`,
        );
      }
      for (const key of new Set(keys.filter((name, index) => keys.indexOf(name) !== index))) {
        report(`Headers contain duplicate entries for key '${key}'`);
      }
    },
  },
];

function attribute(type: string, name: string, expectation: Expectation = {}): Rule {
  return {
    on: [type],
    check: (element, report) => checkExpression(filled(element, name), expectation, report),
  };
}

/** An empty attribute is as good as none. */
function filled(element: Element, name: string): string | undefined {
  return text(element, name) || undefined;
}

function checkExpression(source: string | undefined, expectation: Expectation, report: Report): void {
  if (source === undefined) {
    if (expectation.mandatory === true) report('Expected expression but not found.');
    return;
  }
  const expression = expressionOf(source);
  if (expression.kind === 'feel') {
    const failure = checkFeel(expression.source);
    if (failure !== null) report(failure);
  } else if (expectation.nonStatic === true) {
    report(
      `Expected expression but found static value '${source}'.` +
        ` An expression must start with '=' (e.g. '=${source}').`,
    );
  } else if (expectation.satisfies !== undefined && !expectation.satisfies(source)) {
    report(`Expected static value to ${expectation.description ?? ''}, but found '${source}'.`);
  }
}

function checkPath(path: string | undefined, report: Report): void {
  if (path === undefined || path === '') {
    report('Expected path expression but not found.');
    return;
  }
  if (!new RegExp(`^${PATH}$`).test(path)) {
    report(`Expected path expression '${path}' but doesn't match the pattern '${PATH}'.`);
  }
  if (RESERVED.includes(path)) {
    report(`Expected path expression '${path}' but is one of the reserved words (${RESERVED.join(', ')}).`);
  }
}

function isCsv(constant: string): boolean {
  return constant === '' || constant.split(',').every((value) => value.trim() !== '');
}

/** Only a process' own timer start events are evaluated now: they have no variables to wait for. */
function checkTimer(definition: Element, isProcessStart: boolean, report: Report): void {
  const time = TIMES.find((name) => child(definition, name) !== undefined);
  if (time === undefined) return;
  const expression = expressionOf(body(child(definition, time)) ?? '');
  if (expression.kind === 'feel' && (!isProcessStart || checkFeel(expression.source) !== null)) return;
  if (time === 'timeDuration') {
    const result = evaluateInterval(expression, {});
    if (!result.ok) report(`Invalid timer duration expression (${result.failure})`);
  } else if (time === 'timeDate') {
    const result = evaluateDateTime(expression, {});
    if (!result.ok) report(`Invalid timer date expression (${result.failure})`);
  } else {
    const result = evaluateTimer({ kind: 'cycle', expression }, {});
    if (!result.ok) report(`Invalid timer cycle expression (${result.failure})`);
  }
}

function checkName(definition: Element, report: Report): void {
  const name = text(child(definition, 'messageRef'), 'name');
  if (name === undefined) return;
  const expression = expressionOf(name);
  const evaluated = evaluateExpression(expression, {});
  if (!evaluated.ok) {
    report(
      `Expected constant expression but found '${name}', which could not be evaluated without context: ${evaluated.failure}`,
    );
    return;
  }
  const result = evaluateString(expression, {});
  if (!result.ok) {
    const type = /but was '([A-Z_]+)'/.exec(result.failure)?.[1] ?? 'UNKNOWN';
    report(`Expected constant expression of type String for message name '${name}', but was ${type}`);
  }
}

function checkSignalName(definition: Element, report: Report): void {
  const name = text(child(definition, 'signalRef'), 'name');
  if (name === undefined) return;
  const result = evaluateString(expressionOf(name), {});
  if (result.ok) return;
  const type = /but was '([A-Z_]+)'/.exec(result.failure)?.[1] ?? 'NULL';
  report(`Expected constant expression of type String for signal name '${name}', but was ${type}`);
}
