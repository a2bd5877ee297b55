/** Boxed expressions to logic. */
import { child, children, isA, text, type Element } from '../bpmn/element';
import { syntaxFailure, unaryTestsFailure } from '../feel/programs';
import type { FeelText, Logic, Parameter } from './model';
import { parseTable } from './parse-table';

/** A reference within the file leads nowhere: nothing else can be said of it. */
export class BrokenReferenceError extends Error {}

/** The names that the FEEL namespaces of every DMN version go by. */
const FEEL = new Set([
  'feel',
  'http://www.omg.org/spec/feel/20140401',
  'http://www.omg.org/spec/dmn/20180521/feel/',
  'https://www.omg.org/spec/dmn/20191111/feel/',
  'https://www.omg.org/spec/dmn/20211108/feel/',
]);
const KINDS: Readonly<Record<string, Logic['kind']>> = {
  'dmn:DecisionTable': 'table',
  'dmn:LiteralExpression': 'literal',
  'dmn:Invocation': 'invocation',
  'dmn:Context': 'context',
  'dmn:List': 'list',
  'dmn:Relation': 'relation',
  'dmn:FunctionDefinition': 'function',
};
/** Stands where a finding was reported. */
const NOTHING: Logic = { kind: 'nothing' };
const NO_TEXT: FeelText = { source: 'null' };

export class LogicParser {
  /** Each source is judged once. */
  private readonly checked = new Set<string>();

  constructor(
    private readonly report: (failure: string) => void,
    private readonly findKnowledge: (
      name: string,
    ) => Extract<Logic, { kind: 'invocation' }>['called'] | undefined,
  ) {}

  /** @param refused kinds that may not stand here */
  parse(
    element: Element | undefined,
    unsupported: (kind: string) => string = (kind) => `unsupported expression found '${kind}'`,
    refused: readonly Logic['kind'][] = [],
  ): Logic {
    const kind = element === undefined ? undefined : KINDS[element.$type];
    if (element === undefined || kind === undefined || refused.includes(kind)) {
      this.report(unsupported(element === undefined ? 'null' : javaName(element)));
      return NOTHING;
    }
    switch (kind) {
      case 'table':
        return parseTable(element, this, this.report);
      case 'literal':
        return { kind, expression: this.expression(element) };
      case 'invocation':
        return this.invocation(element);
      case 'context':
        return this.context(element);
      case 'list':
        return { kind, items: children(element, 'elements').map((item) => this.parse(item)) };
      case 'relation':
        return this.relation(element);
      case 'function':
        return this.functionDefinition(element);
      case 'nothing':
        return NOTHING;
    }
  }

  expression(element: Element | undefined): FeelText {
    const source = text(element, 'text')?.trim();
    if (source === undefined) {
      this.report(`The expression '${text(element, 'id') ?? 'null'}' must not be empty.`);
      return NO_TEXT;
    }
    if (!this.isFeel(element)) return NO_TEXT;
    this.check(`expression: ${source}`, () => syntaxFailure(source), 'FEEL expression');
    return { source };
  }

  /** Null always holds. */
  unaryTests(element: Element): FeelText | null {
    const source = (text(element, 'text') ?? '').trim();
    if (!this.isFeel(element) || source === '') return null;
    this.check(`tests: ${source}`, () => unaryTestsFailure(source), 'FEEL unary-tests');
    return { source };
  }

  private check(key: string, judge: () => string | null, subject: string): void {
    if (this.checked.has(key)) return;
    this.checked.add(key);
    const failure = judge();
    if (failure !== null) this.report(`${subject}: ${failure}`);
  }

  private isFeel(element: Element | undefined): boolean {
    const language = (text(element, 'expressionLanguage') ?? 'feel').toLowerCase();
    if (FEEL.has(language)) return true;
    this.report(`Expression language '${language}' is not supported`);
    return false;
  }

  private invocation(element: Element): Logic {
    const bindings = children(element, 'binding').flatMap((binding): (readonly [string, FeelText])[] => {
      const formula = child(binding, 'bindingFormula');
      if (formula !== undefined && isA(formula, 'dmn:LiteralExpression'))
        return [[text(child(binding, 'parameter'), 'name') ?? '', this.expression(formula)]];
      this.report(`expected binding with literal expression but found '${javaName(formula)}'`);
      return [];
    });
    const called = child(element, 'calledFunction');
    if (called === undefined || !isA(called, 'dmn:LiteralExpression')) {
      this.report(`expected invocation with literal expression but found '${javaName(called)}'`);
      return NOTHING;
    }
    const name = (text(called, 'text') ?? '').trim();
    const knowledge = this.findKnowledge(name);
    if (knowledge === undefined) {
      this.report(`no BKM found with name '${name}'`);
      return NOTHING;
    }
    return { kind: 'invocation', called: knowledge, bindings };
  }

  /** A last entry without a name is the result. */
  private context(element: Element): Logic {
    const parsed = children(element, 'contextEntry').map((entry) => ({
      name: text(child(entry, 'variable'), 'name'),
      logic: this.parse(child(entry, 'value')),
    }));
    const last = parsed.at(-1);
    if (last === undefined) {
      this.report('expected a context with entries but found none');
      return NOTHING;
    }
    const named = last.name === undefined ? parsed.slice(0, -1) : parsed;
    if (named.some(({ name }) => name === undefined))
      this.report('expected every entry of a context but the last to have a variable');
    const entries = named.map(({ name = '', logic }) => [name, logic] as const);
    return { kind: 'context', entries, ...(last.name === undefined && { result: last.logic }) };
  }

  private relation(element: Element): Logic {
    const columns = children(element, 'column').map((column) => text(column, 'name') ?? '');
    const rows = children(element, 'row').map((row) => children(row, 'elements'));
    for (const row of rows) {
      if (row.length !== columns.length)
        this.report(`expected row with '${columns.length}' elements but found '${row.length}'`);
    }
    return {
      kind: 'relation',
      rows: rows.map((row) =>
        row.slice(0, columns.length).map((cell, index) => [columns[index] ?? '', this.parse(cell)] as const),
      ),
    };
  }

  private functionDefinition(element: Element): Logic {
    const body = child(element, 'body');
    if (body === undefined || !isA(body, 'dmn:LiteralExpression')) {
      this.report(`expected literal expression but found '${javaName(body)}'`);
      return NOTHING;
    }
    return { kind: 'function', parameters: parametersOf(element), body: this.expression(body) };
  }
}

export function parametersOf(element: Element | undefined): readonly Parameter[] {
  return children(element, 'formalParameter').map((parameter) => {
    const type = text(parameter, 'typeRef');
    return { name: text(parameter, 'name') ?? '', ...(type !== undefined && { type }) };
  });
}

/** Zeebe names the class, and the address of the object, which is no use. */
function javaName(element: Element | undefined): string {
  return element === undefined
    ? 'null'
    : `org.camunda.bpm.model.dmn.impl.instance.${element.$type.slice('dmn:'.length)}Impl`;
}
