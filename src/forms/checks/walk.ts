import { isObject, type JsonObject } from '../paths';
import type { Component, FormFile } from './rule';

export function formFile(root: JsonObject): FormFile {
  return { root, components: componentsIn(root, []) };
}

function componentsIn(holder: JsonObject, parents: readonly JsonObject[]): Component[] {
  const { components } = holder;
  return (Array.isArray(components) ? components.filter(isObject) : []).flatMap((schema) => [
    { schema, id: textOf(schema, 'id'), name: nameOf(schema), parents },
    ...componentsIn(schema, [...parents, schema]),
  ]);
}

export function textOf(schema: JsonObject, property: string): string | null {
  const value = schema[property];
  return typeof value === 'string' && value !== '' ? value : null;
}

function nameOf(schema: JsonObject): string {
  const names = ['label', 'dateLabel', 'timeLabel', 'key', 'path', 'id', 'type'];
  return names.map((name) => textOf(schema, name)).find((name) => name !== null) ?? 'sans nom';
}

export const validationOf = ({ validate }: JsonObject): JsonObject => (isObject(validate) ? validate : {});
