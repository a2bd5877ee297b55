/** DMN files to decision requirements graphs. All findings at once, in the words and the order of Zeebe. */
import { children, child, extension, isA, text, type Element } from '../bpmn/element';
import { findCycle } from './cycles';
import type { Decision, DmnParseResult, Knowledge, Logic } from './model';
import { LogicParser, BrokenReferenceError, parametersOf } from './parse-logic';
import { readDmn } from './read';
import { mutableMapOrder } from '../feel/engine/scala-order';

/** Never rejects. */
export async function parseDmn(content: string | Buffer): Promise<DmnParseResult> {
  const tree = await readDmn(content);
  if (!tree.ok) return tree;
  try {
    return parseTree(tree.root);
  } catch (error) {
    if (!(error instanceof BrokenReferenceError)) throw error;
    return { ok: false, failure: error.message };
  }
}

function parseTree(root: Element): DmnParseResult {
  const elements = children(root, 'drgElement');
  const cycle = findCycle(elements);
  if (cycle !== null) return { ok: false, failure: cycle };
  const parser = new GraphParser(elements);
  const decisions = new Map(
    elements
      .filter((element) => isA(element, 'dmn:Decision'))
      .map((element) => parser.decision(element))
      .map((decision) => [decision.id, decision]),
  );
  if (parser.failures.length > 0) return { ok: false, failure: parser.failures.join('\n') };
  const ordered = mutableMapOrder([...decisions.keys()]).map((id) => [id, decisions.get(id)] as const);
  return {
    ok: true,
    graph: deepFreeze({
      id: text(root, 'id') ?? '',
      name: text(root, 'name') ?? '',
      namespace: text(root, 'namespace') ?? '',
      decisions: new Map(ordered.filter((entry): entry is [string, Decision] => entry[1] !== undefined)),
    }),
  };
}

class GraphParser {
  readonly failures: string[] = [];
  /** By name, as Zeebe keeps them: of two with one name the first counts. */
  private readonly knowledge = new Map<string, Knowledge>();
  private readonly logic = new LogicParser(
    (failure) => this.failures.push(failure),
    (name) => this.knowledge.get(name),
  );
  private readonly byId: ReadonlyMap<string, Element>;

  constructor(elements: readonly Element[]) {
    this.byId = new Map(elements.map((element) => [text(element, 'id') ?? '', element]));
  }

  decision(element: Element): Decision {
    const id = text(element, 'id') ?? '';
    const requiredKnowledge = this.requiredKnowledge(element);
    const variable = child(element, 'variable');
    const resultType = text(variable, 'typeRef');
    const logic = this.logic.parse(
      child(element, 'decisionLogic'),
      (kind) => `unsupported decision expression '${kind}'`,
      ['function'],
    );
    return {
      id,
      name: text(element, 'name') ?? '',
      logic,
      requiredKnowledge,
      resultName: text(variable, 'name') ?? id,
      ...(resultType !== undefined && { resultType }),
      versionTag: text(extension(element, 'zeebe:VersionTag'), 'value') ?? '',
      requiredDecisions: this.requiredDecisions(element),
    };
  }

  private requiredDecisions(element: Element): readonly string[] {
    return children(element, 'informationRequirement')
      .map((requirement) => child(requirement, 'requiredDecision'))
      .filter((reference) => reference !== undefined)
      .map((reference) => text(this.referred(reference, 'dmn:Decision'), 'id') ?? '');
  }

  private requiredKnowledge(element: Element): readonly Knowledge[] {
    return children(element, 'knowledgeRequirement').map((requirement) => {
      const model = this.referred(child(requirement, 'requiredKnowledge'), 'dmn:BusinessKnowledgeModel');
      const name = text(model, 'name') ?? '';
      const known = this.knowledge.get(name) ?? this.knowledgeModel(model);
      this.knowledge.set(name, known);
      return known;
    });
  }

  private knowledgeModel(element: Element): Knowledge {
    const requiredKnowledge = this.requiredKnowledge(element);
    const encapsulated = child(element, 'encapsulatedLogic');
    const logic: Logic =
      encapsulated === undefined
        ? { kind: 'nothing' }
        : this.logic.parse(
            child(encapsulated, 'body'),
            (kind) => `unsupported business knowledge model logic found '${kind}'`,
            ['function', 'invocation'],
          );
    return {
      id: text(element, 'id') ?? '',
      name: text(element, 'name') ?? '',
      logic,
      requiredKnowledge,
      parameters: parametersOf(encapsulated),
    };
  }

  private referred(reference: Element | undefined, type: string): Element {
    const href = text(reference, 'href') ?? '';
    const id = href.slice(href.indexOf('#') + 1);
    const element = this.byId.get(id);
    if (element === undefined)
      throw new BrokenReferenceError(`Unable to find a model element instance for id ${id}`);
    if (!isA(element, type)) {
      const [found, expected] = [element.$type, type].map((name) => name.slice('dmn:'.length));
      throw new BrokenReferenceError(
        `Expected reference '${href}' to lead to a ${expected}, but it leads to a ${found}`,
      );
    }
    return element;
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const item of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(item);
  return value;
}
