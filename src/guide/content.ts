/**
 * What the guide says of a procedure, read from its BPMN: object and scope are the first two sentences quoted in its
 * documentation, acronyms come from its lanes, comments from its steps.
 */
import { describeProcess, type ElementDescription, type ProcessDescription } from '../bpmn/describe';
import { isGraphNotation, quotationOf } from '../text/graph-notation';
import { readPicture, readSources, type Picture } from '../bpmn/picture';

export interface GuideStep {
  readonly number: number;
  readonly actor: string;
  readonly name: string;
  /** The guide's sentences, then what is ours, a line each. */
  readonly comments: readonly string[];
  readonly outcomes: readonly string[];
  readonly reconstructed: boolean;
}

export interface GuideProcedure {
  readonly bpmnProcessId: string;
  readonly letter: string;
  readonly name: string;
  readonly version: number;
  /** ISO 8601. */
  readonly deployedAt: string;
  readonly object: string;
  readonly scope: string;
  readonly notes: readonly string[];
  /** Called by other procedures only. */
  readonly isCircuit: boolean;
  readonly acronyms: readonly string[];
  readonly actors: readonly string[];
  readonly documents: readonly string[];
  readonly steps: readonly GuideStep[];
  readonly picture: Picture;
}

const DOCUMENTS = /(?:^|\. )Documents? : ([^.]+)\./;
const MARK = /\s*\*$/;

interface Lines {
  readonly quoted: readonly string[];
  readonly own: readonly string[];
}

function linesOf(documentation: string): Lines {
  const quoted: string[] = [];
  const own: string[] = [];
  for (const line of documentation
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const quotation = quotationOf(line);
    if (quotation === null) own.push(line);
    else if (!isGraphNotation(quotation)) quoted.push(quotation);
  }
  return { quoted, own };
}

function documentsOf(documentation: string): string[] {
  const listed = documentation.split('\n').flatMap((line) => DOCUMENTS.exec(line)?.[1] ?? []);
  return listed
    .flatMap((text) => text.split(/, | et /))
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'aucun');
}

/** Events without a word, and gateways that only join, are drawn but not told. */
function isTold({ type, name, outcomes }: ElementDescription): boolean {
  if (name === '') return false;
  return !type.endsWith('Gateway') || outcomes.length > 0;
}

function stepOf(element: ElementDescription, number: number, reconstructed: boolean): GuideStep {
  const { quoted, own } = linesOf(element.documentation);
  return {
    number,
    actor: element.lane,
    name: element.name.replace(MARK, ''),
    comments: [...quoted, ...own],
    outcomes: element.outcomes.map(({ answer, to }) => `${answer} → ${to.replace(MARK, '')}`),
    reconstructed: reconstructed || MARK.test(element.name),
  };
}

function originOf({ source, isCircuit }: ProcessDescription): string[] {
  if (source !== '') return [`Cette procédure ne vient pas du guide, mais du document « ${source} ».`];
  return isCircuit ? ['Circuit commun : d’autres procédures l’appellent, il ne se démarre pas seul.'] : [];
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export interface DeployedProcedure {
  readonly bpmnProcessId: string;
  readonly letter: string | null;
  readonly version: number;
  readonly deployedAt: string;
  readonly bpmnXml: string;
}

export async function readProcedure(deployed: DeployedProcedure): Promise<GuideProcedure> {
  const { bpmnProcessId, bpmnXml } = deployed;
  const [description, sources, picture] = await Promise.all([
    describeProcess(bpmnXml, bpmnProcessId),
    readSources(bpmnXml),
    readPicture(bpmnXml),
  ]);
  const { quoted, own } = linesOf(description.documentation);
  const [object = '', scope = '', ...rest] = quoted;
  const told = description.elements.filter(isTold);
  const documents = told.flatMap(({ documentation }) => documentsOf(documentation)).map(capitalised);
  return {
    bpmnProcessId,
    letter: deployed.letter ?? '',
    name: description.name,
    version: deployed.version,
    deployedAt: deployed.deployedAt,
    object,
    scope,
    notes: [...originOf(description), ...rest, ...own],
    isCircuit: description.isCircuit,
    acronyms: [...new Set(description.lanes.flatMap(({ documentation }) => linesOf(documentation).quoted))],
    actors: description.lanes.map(({ name }) => name),
    documents: [...new Set(documents)],
    steps: told.map((element, index) => stepOf(element, index + 1, sources.has(element.id))),
    picture,
  };
}
