/** The files of a procedure, as the studio keeps them. */

export interface DraftFile {
  /** `b-deploiement.bpmn`, `demande.form`, `regles.dmn`. */
  readonly name: string;
  readonly content: string;
}

export const FileKind = {
  DIAGRAM: 'DIAGRAM',
  FORM: 'FORM',
  DECISION: 'DECISION',
  /** A walk kept as a test case: goes with the procedure, never to the engine. */
  TRIAL: 'TRIAL',
} as const;
export type FileKind = (typeof FileKind)[keyof typeof FileKind];

const kinds: Readonly<Record<string, FileKind>> = {
  '.bpmn': FileKind.DIAGRAM,
  '.form': FileKind.FORM,
  '.dmn': FileKind.DECISION,
  '.essai': FileKind.TRIAL,
};

/** Characters. */
export const LARGEST_FILE = 3_000_000;
export const MOST_FILES = 100;

/** Null for a file that is not one of a procedure's. */
export function kindOf(name: string): FileKind | null {
  return kinds[name.slice(name.lastIndexOf('.')).toLowerCase()] ?? null;
}

/** A name that is safe in a folder and in a zip. */
export const fileName = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,120}\.(bpmn|form|dmn|essai)$/u;

const forEngine: readonly (FileKind | null)[] = [FileKind.DIAGRAM, FileKind.FORM, FileKind.DECISION];

/** What is deployed; the rest goes with the procedure. */
export const isForEngine = ({ name }: Pick<DraftFile, 'name'>): boolean => forEngine.includes(kindOf(name));
