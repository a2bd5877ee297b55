/** Starting a case: the form's values, a number, the instance, in this order. */
import type { Knex } from 'knex';
import { DomainError } from '../errors/catalogue';
import type { Account } from '../identity/account';
import type { ProcessDetailView } from '../readmodel/views';
import { checkedForm } from '../tasks/checked-form';
import { outcomeUnknown, toDomainError } from '../app/engine-failure';
import type { Attachments, ProjectionSignal, ReadModel, ValidateForm } from '../app/ports';
import { untilProjected } from '../app/projection-wait';
import { withoutReserved } from '../app/reserved';
import type { ZeebeClient } from '../zeebe/api';
import { checkStarter } from './may-start';
import { CaseNumbers } from './numbers';

export interface StartedCase {
  readonly processInstanceKey: string;
  readonly caseNumber: string;
}

export interface StartOptions {
  readonly knex: Knex;
  readonly queries: Pick<ReadModel, 'process' | 'instance' | 'caseByNumber'>;
  readonly engine: Pick<ZeebeClient, 'createProcessInstance'>;
  readonly projection: ProjectionSignal;
  readonly validateForm: ValidateForm;
  /** Absent: no files are sent. */
  readonly attachments?: Attachments;
  readonly now?: () => number;
}

type Values = Readonly<Record<string, unknown>>;

/** As long as idempotency keys are kept: later the same key asks for another case. */
const BOUND_MILLIS = 24 * 3_600_000;
/** A case of which nobody knows yet whether the engine made it is looked for so long. */
const SHOWN_WITHIN_MILLIS = 5_000;

/** Letter of case numbers where a procedure has none. */
export const NO_LETTER = 'X';

/** What the administration knows of the case before it starts; what it does not know is left out. */
export const knownAtStart = ({ name, superior }: Account): Values => ({
  ...(superior !== null && { superieur: superior }),
  initiateur: name,
});

export function createStart(options: StartOptions) {
  const { knex, queries, engine, projection, validateForm, attachments, now = Date.now } = options;
  const numbers = new CaseNumbers(knex, now);

  async function startable(bpmnProcessId: string): Promise<ProcessDetailView> {
    const process = await queries.process(bpmnProcessId);
    if (!process) {
      throw new DomainError('NOT_FOUND', `Aucune procédure ne porte l’identifiant « ${bpmnProcessId} ».`);
    }
    if (process.startable) return process;
    if (process.suspension !== null) {
      throw new DomainError(
        'NOT_STARTABLE',
        `Les démarrages de la procédure « ${process.name} » sont suspendus : ${process.suspension}`,
      );
    }
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

  /** What an earlier call with the same origin started, answered or not; null: nothing. */
  async function startedBefore(origin: string): Promise<StartedCase | null> {
    const bound = await numbers.boundTo(origin);
    if (bound === null) return null;
    if (bound.allocatedAt < now() - BOUND_MILLIS) {
      await numbers.unbind(origin);
      return null;
    }
    const { number: caseNumber, processInstanceKey } = bound;
    if (processInstanceKey !== null) return { processInstanceKey, caseNumber };
    const shown = async (): Promise<boolean> => (await queries.caseByNumber(caseNumber)) !== null;
    await untilProjected(projection, shown, { limitMillis: SHOWN_WITHIN_MILLIS });
    const found = await queries.caseByNumber(caseNumber);
    if (found === null) return null;
    await numbers.assign(caseNumber, found.processInstanceKey);
    return { processInstanceKey: found.processInstanceKey, caseNumber };
  }

  return async (
    account: Account,
    bpmnProcessId: string,
    submitted: Values,
    origin?: string,
  ): Promise<StartedCase> => {
    const before = origin === undefined ? null : await startedBefore(origin);
    if (before !== null) return before;
    const process = await startable(bpmnProcessId);
    checkStarter(account, process);
    const known = knownAtStart(account);
    const entered = withoutReserved(checkedValues(process, withoutReserved(submitted, known)), known);
    const values = (await attachments?.checked(account.name, entered, null)) ?? entered;
    const letter = process.letter ?? NO_LETTER;
    const caseNumber = await numbers.allocate({
      letter,
      account: account.name,
      bpmnProcessId,
      ...(origin !== undefined && { origin }),
    });
    const variables = {
      ...values,
      ...known,
      numeroDossier: caseNumber,
    };
    const processInstanceKey = await create(bpmnProcessId, caseNumber, variables);
    await numbers.assign(caseNumber, processInstanceKey);
    await attachments?.keep(values, processInstanceKey);
    await untilProjected(
      projection,
      async () => (await queries.instance(processInstanceKey))?.caseNumber === caseNumber,
      { processInstanceKey },
    );
    return { processInstanceKey, caseNumber };
  };
}
