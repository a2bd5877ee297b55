/** The program's own files and what each imports, type imports included; packages are left out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../src/config/root';

/** File → files that it imports, as paths from the project's root. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

export function sourcesIn(folder: string): readonly string[] {
  return readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .sort();
}

function resolved(from: string, specifier: string): string {
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier));
  const found = [`${target}.ts`, `${target}/index.ts`, target].find((name) =>
    existsSync(path.join(projectRoot, name)),
  );
  return found ?? target;
}

function ownImports(file: string): readonly string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(projectRoot, file), 'utf8'), true, true);
  const own = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('.'));
  return [...new Set(own.map((name) => resolved(file, name)))];
}

export function importGraph(folders: readonly string[]): ImportGraph {
  return new Map(folders.flatMap(sourcesIn).map((file) => [file, ownImports(file)]));
}

/** The shortest way from a file back to itself. */
function circleThrough(start: string, graph: ImportGraph): readonly string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const target of graph.get(file) ?? []) {
      if (target === start) return pathTo(file, start, cameFrom);
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, file);
      queue.push(target);
    }
  }
  return null;
}

function pathTo(last: string, start: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const path = [start];
  for (let file: string | undefined = last; file !== undefined && file !== start; file = cameFrom.get(file)) {
    path.unshift(file);
  }
  return [start, ...path];
}

/** A shortest circle for each group of files that import each other; a file is named in one circle only. */
export function circlesOf(graph: ImportGraph): readonly (readonly string[])[] {
  const named = new Set<string>();
  return [...graph.keys()].flatMap((file) => {
    if (named.has(file)) return [];
    const circle = circleThrough(file, graph);
    for (const one of circle ?? []) named.add(one);
    return circle === null ? [] : [circle];
  });
}

/** Rooms in the order of their depth: `src/mail/in`, then `src/config`, then `workers`. */
export function roomOf(file: string, rooms: readonly string[]): string | null {
  const holding = rooms.filter((room) => file.startsWith(`${room}/`));
  return holding.sort((a, b) => b.length - a.length)[0] ?? null;
}
