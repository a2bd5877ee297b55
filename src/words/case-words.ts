/** A case's data and people in French words, for its archive: as its page says them. */
import type { CaseWords } from '../documents/history';
import type { CaseHistoryView } from '../readmodel/case-history';
import { translate, translateCount } from '../text/catalogue';
import { createFormatter } from '../text/format';
import { describedFacts, formsOfCase, variableDescriber } from './labels';
import type { FormSchema } from '../forms/schema';
import type { ReadModel } from '../app/ports';
import type { TextReader } from '../text/reader';

interface CaseWordsParts {
  readonly queries: ReadModel;
  /** By each worker's contract: what its step leaves. */
  readonly contracts: readonly FormSchema[];
  readonly accounts: () => Promise<readonly { readonly name: string; readonly displayName: string }[]>;
  readonly timeZone: string;
}

export function createCaseWords({ queries, contracts, accounts, timeZone }: CaseWordsParts) {
  const reader: TextReader = {
    lang: 'fr',
    format: createFormatter('fr', timeZone, 0),
    t: (key, parameters) => translate('fr', key, parameters),
    count: (stem, n) => translateCount('fr', stem, n),
  };

  async function formsOf({ bpmnProcessId, processInstanceKey, processInstanceKeys }: CaseHistoryView) {
    const [process, ...pages] = await Promise.all([
      queries.process(bpmnProcessId),
      ...processInstanceKeys.map((key) => queries.tasks({ processInstanceKey: key, limit: 200 })),
    ]);
    const tasks = pages.flatMap(({ items }) => items);
    return formsOfCase({ queries }, process?.startForm ?? null, tasks, processInstanceKey);
  }

  return async (
    history: CaseHistoryView,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<CaseWords> => {
    const [forms, people] = await Promise.all([formsOf(history), accounts()]);
    return {
      facts: describedFacts(variableDescriber(reader, forms, contracts), forms, variables),
      people: Object.fromEntries(people.map(({ name, displayName }) => [name, displayName])),
    };
  };
}
