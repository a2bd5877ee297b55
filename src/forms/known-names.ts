/** Finds what was submitted although the schema has no field for it, and values where fields are expected. */
import { isObject, type Path } from './paths';
import { localPath, repeats, type FormField } from './schema';
import { carriesValue } from './types';

export type Misfit = {
  readonly path: Path;
  readonly kind: 'unknown' | 'object' | 'rows';
  readonly label: string;
};

interface Shape {
  readonly kind: 'value' | 'object' | 'rows';
  readonly label: string;
  readonly members: Map<string, Shape>;
}

export function findMisfits(
  fields: readonly FormField[],
  submitted: Readonly<Record<string, unknown>>,
): Misfit[] {
  const root: Shape = { kind: 'object', label: '', members: new Map() };
  addShapes(fields, root);
  return misfitsIn(submitted, root, []);
}

function addShapes(fields: readonly FormField[], holder: Shape): void {
  for (const field of fields) {
    const label = field.label ?? field.path ?? '';
    if (field.components === undefined) {
      if (carriesValue(field.type)) shapeAt(holder, localPath(field), 'value', label);
    } else {
      addShapes(
        field.components,
        shapeAt(holder, localPath(field), repeats(field) ? 'rows' : 'object', label),
      );
    }
  }
}

function shapeAt(holder: Shape, path: readonly string[], kind: Shape['kind'], label: string): Shape {
  return path.reduce((shape, segment, index) => {
    const present = shape.members.get(segment);
    if (present) return present;
    const isLast = index === path.length - 1;
    const made: Shape = { kind: isLast ? kind : 'object', label: label || segment, members: new Map() };
    shape.members.set(segment, made);
    return made;
  }, holder);
}

function misfitsIn(value: unknown, shape: Shape, path: Path): Misfit[] {
  if (shape.kind === 'value' || value === undefined || value === null) return [];
  if (shape.kind === 'object') return membersMisfits(value, shape, path);
  if (!Array.isArray(value)) return [{ path, kind: 'rows', label: shape.label }];
  return value.flatMap((row: unknown, index) => membersMisfits(row, shape, [...path, index]));
}

function membersMisfits(value: unknown, shape: Shape, path: Path): Misfit[] {
  if (!isObject(value)) return [{ path, kind: 'object', label: shape.label }];
  return Object.keys(value).flatMap((name): Misfit[] => {
    const member = shape.members.get(name);
    const memberPath = [...path, name];
    if (member === undefined) return [{ path: memberPath, kind: 'unknown', label: memberPath.join('.') }];
    return misfitsIn(value[name], member, memberPath);
  });
}
