import { variablesOf } from '../../../feel';
import { called, nodesOf, type Context, type Rule } from '../context';

/** What the program gives to every case, and to lists that repeat. */
const given = new Set(['initiateur', 'numeroDossier', 'superieur', 'loopCounter', 'now', 'today', 'camunda']);

function keysOf(value: unknown, keys: Set<string>): void {
  if (Array.isArray(value)) for (const one of value) keysOf(one, keys);
  else if (typeof value === 'object' && value !== null) {
    const { key, path, components, properties } = value as Readonly<Record<string, unknown>>;
    for (const name of [key, path]) if (typeof name === 'string') keys.add(name.split('.')[0] ?? name);
    const filled = (properties as Readonly<Record<string, unknown>> | undefined)?.['remplit'];
    if (typeof filled === 'string')
      for (const pair of filled.split(',')) keys.add((pair.split('=')[0] ?? '').trim());
    keysOf(components, keys);
  }
}

function setIn(context: Context): ReadonlySet<string> {
  const names = new Set(given);
  for (const { schema } of context.forms) keysOf(schema['components'], names);
  for (const { node } of nodesOf(context)) {
    for (const { target } of [...node.inputs, ...node.outputs]) names.add(target.split('.')[0] ?? target);
    for (const name of node.results) names.add(name);
  }
  return names;
}

/** Automates, called procedures and messages bring variables that no file of the draft names. */
const bringsOthers = (context: Context): boolean =>
  nodesOf(context).some(
    ({ node }) =>
      node.jobType !== null ||
      node.calledProcessId !== null ||
      ['intermediateCatchEvent', 'receiveTask', 'boundaryEvent'].includes(node.type) ||
      (node.formId !== null && !context.forms.some(({ schema }) => schema['id'] === node.formId)),
  );

/** A condition that reads what nobody sets is null: an incident. */
export const rule: Rule = {
  name: 'set-variables',
  severity: 'WARNING',
  check(context) {
    const names = setIn(context);
    const severity = bringsOthers(context) ? ('INFO' as const) : ('WARNING' as const);
    return nodesOf(context).flatMap(({ file, node }) =>
      node.outgoing.flatMap(({ id, condition }) =>
        variablesOf(condition ?? '')
          .filter((name) => !names.has(name))
          .map((name) => ({
            severity,
            file,
            elementId: id,
            text: `Le choix ${called(node)} lit « ${name} », qu’aucun formulaire ni aucune étape d’ici ne renseigne.`,
            why: 'Si rien d’autre ne la renseigne, la condition n’est ni vraie ni fausse et le dossier s’arrête.',
          })),
      ),
    );
  },
};
