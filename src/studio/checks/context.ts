/** What the rules of the studio look at: the draft's files, read once, and what is known around them. */
import { outlineOf, type DiagramOutline, type NodeOutline, type ProcessOutline } from '../../bpmn';
import { parseDmn } from '../../dmn';
import type { CheckParts } from '../../procedures/checks';
import { kindOf, FileKind, type DraftFile } from '../files';
import type { Problem, Severity } from './problem';

export interface Known {
  /** Members by group. */
  readonly groups: ReadonlyMap<string, number>;
  /** What guards a deployment, with its settings. */
  readonly deployment: CheckParts;
}

export interface ReadDiagram {
  readonly file: string;
  readonly xml: string;
  readonly outline: DiagramOutline;
}

export interface ReadForm {
  readonly file: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface Context {
  readonly files: readonly DraftFile[];
  readonly diagrams: readonly ReadDiagram[];
  readonly forms: readonly ReadForm[];
  readonly decisionIds: ReadonlySet<string>;
  readonly known: Known;
}

export interface Rule {
  readonly name: string;
  readonly severity: Severity;
  check(context: Context): Promise<readonly Found[]> | readonly Found[];
}

export type Found = Omit<Problem, 'rule' | 'severity'> & {
  readonly rule?: string;
  readonly severity?: Severity;
};

export interface Placed {
  readonly file: string;
  readonly process: ProcessOutline;
  readonly node: NodeOutline;
}

export const nodesOf = ({ diagrams }: Context): readonly Placed[] =>
  diagrams.flatMap(({ file, outline }) =>
    outline.processes
      .filter(({ isExecutable }) => isExecutable)
      .flatMap((process) => process.nodes.map((node) => ({ file, process, node }))),
  );

/** « Analyser la demande », else its id. */
export const called = ({ name, id }: { readonly name: string; readonly id: string }): string =>
  `« ${name === '' ? id : name} »`;

/** Files that cannot be read are left out: the rule `readable` tells of them. */
export async function readContext(files: readonly DraftFile[], known: Known): Promise<Context> {
  const diagrams: ReadDiagram[] = [];
  const forms: ReadForm[] = [];
  const decisionIds = new Set<string>();
  for (const { name: file, content } of files) {
    const kind = kindOf(file);
    try {
      if (kind === FileKind.DIAGRAM) diagrams.push({ file, xml: content, outline: await outlineOf(content) });
      if (kind === FileKind.FORM) {
        const schema: unknown = JSON.parse(content);
        if (typeof schema === 'object' && schema !== null)
          forms.push({ file, schema: schema as ReadForm['schema'] });
      }
      if (kind === FileKind.DECISION) {
        const read = await parseDmn(content);
        if (read.ok) for (const id of read.graph.decisions.keys()) decisionIds.add(id);
      }
    } catch {
      continue;
    }
  }
  return { files, diagrams, forms, decisionIds, known };
}
