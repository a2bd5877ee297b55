/** What an author picks instead of typing ids: forms, decisions, procedures, groups, mail templates. */
import type { ReadModel } from '../app/ports';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Choices {
  readonly forms: readonly Choice[];
  readonly decisions: readonly Choice[];
  readonly procedures: readonly Choice[];
  readonly groups: readonly Choice[];
  readonly mailTemplates: readonly Choice[];
}

export interface ChoiceParts {
  readonly queries: Pick<ReadModel, 'processes' | 'latestNames'>;
  readonly groups: () => Promise<readonly Choice[]>;
  readonly mailTemplates: readonly string[];
}

const named = (value: string): Choice => ({ value, label: value });

export async function choicesOf({ queries, groups, mailTemplates }: ChoiceParts): Promise<Choices> {
  const [processes, forms, decisions, people] = await Promise.all([
    queries.processes(),
    queries.latestNames('form'),
    queries.latestNames('decision'),
    groups(),
  ]);
  return {
    forms: forms.map(named),
    decisions: decisions.map(named),
    procedures: processes.map(({ bpmnProcessId, name, letter }) => ({
      value: bpmnProcessId,
      label: letter === null ? name : `${letter}. ${name}`,
    })),
    groups: people,
    mailTemplates: mailTemplates.map(named),
  };
}
