/** Events of one place that nothing would tell apart. */
import { child, text, type Element } from '../element';

/** Messages, or signals, of one name. */
export function checkSameNames(definitions: readonly Element[], report: (message: string) => void): void {
  const messages = definitions.map((definition) => text(child(definition, 'messageRef'), 'name') ?? '');
  for (const name of duplicates(messages.filter((message) => message !== ''))) {
    report(`Multiple message event definitions with the same name '${name}' are not allowed.`);
  }
  const signals = definitions.map((definition) => text(child(definition, 'signalRef'), 'name') ?? '');
  for (const name of duplicates(signals.filter((signal) => signal !== ''))) {
    report(`Multiple signal event definitions with the same name '${name}' are not allowed.`);
  }
}

export function duplicates(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
