/** Starting a case: the form's values, a number, the instance, in this order. */
import type { Knex } from 'knex';
import { DomainError } from '../errors/catalogue';
import type { Account } from '../identity/account';
import type { ProcessDetailView } from '../readmodel/views';
import { checkedForm } from '../tasks/checked-form';
import { outcomeUnknown, toDomainError } from '../app/engine-failure';
import type { ProjectionSignal, ReadModel, ValidateForm } from '../app/ports';
import { untilProjected } from '../app/projection-wait';
import { withoutReserved } from '../app/reserved';
import type { ZeebeClient } from '../zeebe/api';
import { CaseNumbers } from './numbers';

export interface StartedCase {
  readonly processInstanceKey: string;
  readonly caseNumber: string;
}

export interface StartOptions {
  readonly knex: Knex;
  readonly queries: Pick<ReadModel, 'process' | 'instance'>;
  readonly engine: Pick<ZeebeClient, 'createProcessInstance'>;
  readonly projection: ProjectionSignal;
  readonly validateForm: ValidateForm;
  readonly now?: () => number;
}

type Values = Readonly<Record<string, unknown>>;

/** Letter of case numbers where a procedure has none. */
export const NO_LETTER = 'X';

/** What the administration knows of the case before it starts; what it does not know is left out. */
export const knownAtStart = ({ name, superior }: Account): Values => ({
  ...(superior !== null && { superieur: superior }),
  initiateur: name,
});

export function createStart(options: StartOptions) {
  const { knex, queries, engine, projection, validateForm, now = Date.now } = options;
  const numbers = new CaseNumbers(knex, now);

  async function startable(bpmnProcessId: string): Promise<ProcessDetailView> {
    const process = await queries.process(bpmnProcessId);
    if (!process) {
      throw new DomainError('NOT_FOUND', `Aucune procédure ne porte l’identifiant « ${bpmnProcessId} ».`);
    }
    if (process.startable) return process;
    throw new DomainError(
      'NOT_STARTABLE',
      `La procédure « ${process.name} » ne se démarre pas à la main : un évènement la démarre.`,
    );
  }

  function checkedValues(process: ProcessDetailView, submitted: Values): Values {
    if (process.startForm === null) return submitted;
    return checkedForm(validateForm, process.startForm, submitted, {});
  }

  async function create(bpmnProcessId: string, caseNumber: string, variables: Values): Promise<string> {
    try {
      return (await engine.createProcessInstance({ bpmnProcessId, variables })).processInstanceKey;
    } catch (error) {
      if (!outcomeUnknown(error)) await numbers.giveBack(caseNumber);
      throw toDomainError(
        error,
        () => new DomainError('NOT_FOUND', `Le moteur ne connaît pas la procédure « ${bpmnProcessId} ».`),
      );
    }
  }

  return async (account: Account, bpmnProcessId: string, submitted: Values): Promise<StartedCase> => {
    const process = await startable(bpmnProcessId);
    const known = knownAtStart(account);
    const values = withoutReserved(checkedValues(process, withoutReserved(submitted, known)), known);
    const letter = process.letter ?? NO_LETTER;
    const caseNumber = await numbers.allocate({ letter, account: account.name, bpmnProcessId });
    const variables = {
      ...values,
      ...known,
      numeroDossier: caseNumber,
    };
    const processInstanceKey = await create(bpmnProcessId, caseNumber, variables);
    await numbers.assign(caseNumber, processInstanceKey);
    await untilProjected(
      projection,
      async () => (await queries.instance(processInstanceKey))?.caseNumber === caseNumber,
      { processInstanceKey },
    );
    return { processInstanceKey, caseNumber };
  };
}
