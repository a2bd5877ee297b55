import { carriesValue } from '../types';
import { at, Severity, type Component, type FormProblem, type FormRule } from './rule';
import { textOf } from './walk';

interface Claim {
  readonly path: readonly string[];
  readonly kind: 'field' | 'group' | 'list';
  readonly by: Component;
}

const segments = (text: string | null): string[] => (text === null ? [] : text.split('.'));

const isWithin = (outer: readonly string[], inner: readonly string[]): boolean =>
  outer.every((segment, index) => inner[index] === segment);

function claimOf(by: Component): Claim | null {
  const type = textOf(by.schema, 'type') ?? '';
  const local = segments(textOf(by.schema, carriesValue(type) ? 'key' : 'path'));
  const path = [...by.parents.flatMap((parent) => segments(textOf(parent, 'path'))), ...local];
  if (local.length === 0) return null;
  if (carriesValue(type)) return { path, kind: 'field', by };
  if (type === 'dynamiclist') return { path, kind: 'list', by };
  return type === 'group' ? { path, kind: 'group', by } : null;
}

/** form-js draws nothing of a form in which two places of values are in each other's way. */
function areInTheWay(present: Claim, next: Claim): boolean {
  const isChild = next.by.parents.includes(present.by.schema);
  if (isWithin(present.path, next.path)) {
    if (present.kind === 'field') return true;
    if (present.kind === 'list') return !isChild;
  }
  return next.kind !== 'group' && isWithin(next.path, present.path);
}

export const sameKey: FormRule = {
  id: 'same-key',
  severity: Severity.REFUSED,
  check: ({ components }) => [...sameClaims(components), ...sameIds(components)],
};

function sameClaims(components: readonly Component[]): FormProblem[] {
  const claims: Claim[] = [];
  return components.flatMap((component) => {
    const claim = claimOf(component);
    if (claim === null) return [];
    const other = claims.find((present) => areInTheWay(present, claim));
    claims.push(claim);
    if (other === undefined) return [];
    return [
      at(
        component,
        `« ${claim.path.join('.')} » est déjà pris par « ${other.by.name} » : rien du formulaire ne s’afficherait. Donnez une autre clé à l’un des deux.`,
      ),
    ];
  });
}

function sameIds(components: readonly Component[]): FormProblem[] {
  const seen = new Set<string>();
  return components.flatMap((component) => {
    if (component.id === null || !seen.has(component.id)) {
      if (component.id !== null) seen.add(component.id);
      return [];
    }
    return [
      at(
        component,
        `L’identifiant « ${component.id} » sert deux fois : rien du formulaire ne s’afficherait.`,
      ),
    ];
  });
}
