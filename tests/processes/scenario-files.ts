/** The cases of every procedure: B's are in b.scenarios.ts, the others' in their own folders as scenarios.yaml. */
import path from 'node:path';
import { parse } from 'yaml';
import { ordinalFirst } from '../../src/text/typography';
import { bpmnProcessId as idOfB, scenarios as scenariosOfB } from './b.scenarios';
import { processFiles, readProcessFile } from './files';
import type { ExpectedMail, Expectation, Scenario, Step } from './scenario';

export interface ProcedureScenarios {
  /** Below processes/; its BPMN file has the same name. */
  readonly folder: string;
  readonly bpmnProcessId: string;
  readonly scenarios: readonly Scenario[];
}

/** Lists may hold lists, so that anchors can name stretches of a path; `parts` only holds such anchors. */
interface ScenarioFile {
  readonly bpmnProcessId: string;
  readonly parts?: unknown;
  readonly scenarios: readonly (Omit<Scenario, 'stock' | 'steps' | 'expected'> & {
    readonly stock?: Scenario['stock'];
    readonly steps: readonly unknown[];
    readonly expected: Omit<Partial<Expectation>, 'path' | 'mails'> & {
      readonly path: readonly unknown[];
      readonly mails?: readonly unknown[];
    };
  })[];
}

export const bpmnOf = ({ folder }: ProcedureScenarios): string => `${folder}/${folder}.bpmn`;

/** `<J+10>` is the date in ten days, `<J+10 en lettres>` as a mail or document writes it. */
function resolveDates(yaml: string, now = Date.now()): string {
  const inWords = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'UTC' });
  return yaml.replace(/<J\+(\d+)( en lettres)?>/g, (_, days: string, words?: string) => {
    const date = new Date(now + Number(days) * 86_400_000);
    return words === undefined ? date.toISOString().slice(0, 10) : ordinalFirst(inWords.format(date));
  });
}

const nothing = { mails: [], documents: [], variables: {}, archived: false, stock: [] };

export function readScenarios(yaml: string): Pick<ProcedureScenarios, 'bpmnProcessId' | 'scenarios'> {
  const file = parse(resolveDates(yaml), { merge: true }) as ScenarioFile;
  const scenarios = file.scenarios.map((one) => ({
    ...one,
    stock: one.stock ?? [],
    steps: one.steps.flat(Infinity) as Step[],
    expected: {
      ...nothing,
      ...one.expected,
      path: one.expected.path.flat(Infinity) as string[],
      mails: (one.expected.mails ?? []).flat(Infinity) as ExpectedMail[],
    },
  }));
  return { bpmnProcessId: file.bpmnProcessId, scenarios };
}

const leaps = ({ scenarios }: ProcedureScenarios): boolean =>
  scenarios.some(({ startedByTimer }) => startedByTimer === true);

/** Those that leap in time come last: once its clock has gone back, a real Zeebe is slow to see timers come due. */
export const procedures: readonly ProcedureScenarios[] = [
  { folder: 'b-deploiement-materiel-informatique', bpmnProcessId: idOfB, scenarios: scenariosOfB },
  ...processFiles('scenarios.yaml').map((file) => ({
    folder: path.dirname(file),
    ...readScenarios(readProcessFile(file)),
  })),
].sort((left, right) => Number(leaps(left)) - Number(leaps(right)));
