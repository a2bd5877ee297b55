/** What a diagram refers to in other files. */
import { extension, text, walk, type Element } from './element';

export interface References {
  readonly formIds: readonly string[];
  readonly decisionIds: readonly string[];
  /** Called procedures. */
  readonly processIds: readonly string[];
}

const isExpression = (value: string): boolean => value.startsWith('=');

/** Names only: what an expression will name is known when it runs. */
export function referencesOf(process: Element): References {
  const elements = [...walk(process)];
  const named = (type: string, attribute: string): readonly string[] => {
    const found = elements.map((element) => text(extension(element, type), attribute) ?? '');
    return [...new Set(found.filter((name) => name !== '' && !isExpression(name)))];
  };
  return {
    formIds: named('zeebe:FormDefinition', 'formId'),
    decisionIds: named('zeebe:CalledDecision', 'decisionId'),
    processIds: named('zeebe:CalledElement', 'processId'),
  };
}
