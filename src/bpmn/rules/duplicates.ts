/** Events of one place that nothing would tell apart. */
import { child, text, type Element } from '../element';

/** Messages, signals or links of one name. */
export function checkSameNames(definitions: readonly Element[], report: (message: string) => void): void {
  const messages = definitions.map((definition) => text(child(definition, 'messageRef'), 'name') ?? '');
  for (const name of duplicates(messages.filter((message) => message !== ''))) {
    report(`Multiple message event definitions with the same name '${name}' are not allowed.`);
  }
  const signals = definitions.map((definition) => text(child(definition, 'signalRef'), 'name') ?? '');
  for (const name of duplicates(signals.filter((signal) => signal !== ''))) {
    report(`Multiple signal event definitions with the same name '${name}' are not allowed.`);
  }
  const links = definitions.filter(({ $type }) => $type === 'bpmn:LinkEventDefinition');
  const names = links.map((link) => text(link, 'name') ?? '');
  for (const name of duplicates(names.filter((link) => link !== ''))) {
    report(
      `Multiple intermediate catch link event definitions with the same name '${name}' are not allowed.`,
    );
  }
}

/** Escalations, or errors, of one code; one without a code catches all. */
export function checkSameCodes(
  definitions: readonly Element[],
  kind: 'error' | 'escalation',
  report: (message: string) => void,
): void {
  const references = definitions
    .filter(({ $type }) => $type.toLowerCase() === `bpmn:${kind}eventdefinition`)
    .map((definition) => child(definition, `${kind}Ref`));
  const catchesAll =
    `The same scope can not contain more than one ${kind} catch event without ${kind} code.` +
    ` An ${kind} catch event without ${kind} code catches all ${kind}s.`;
  const codes = references
    .filter((reference) => reference !== undefined)
    .map((reference) => text(reference, `${kind}Code`));
  if (references.filter((reference) => reference === undefined).length > 1) report(catchesAll);
  if (codes.filter((code) => code === undefined).length > 1) report(catchesAll);
  for (const code of duplicates(codes.filter((code) => code !== undefined))) {
    report(
      `Multiple ${kind} catch events with the same ${kind} code '${code}' are not supported on the same scope.`,
    );
  }
}

export function duplicates(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
