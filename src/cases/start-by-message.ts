/**
 * Starting a case by a message, exactly once: the number belongs to the origin, and so do the message's id, by which
 * the engine refuses a second one while it remembers the first, and its correlation key, of which one instance is
 * open at a time. What has been started before is found by its number.
 */
import { DomainError } from '../errors/catalogue';
import type { Account } from '../identity/account';
import { engineFailure } from '../app/engine-failure';
import type { ReadModel } from '../app/ports';
import { untilProjected } from '../app/projection-wait';
import type { ZeebeClient } from '../zeebe/api';
import { EngineRejectedError } from '../zeebe/errors';
import { checkStarter } from './may-start';
import { CaseNumbers } from './numbers';
import { knownAtStart, NO_LETTER, type StartedCase, type StartOptions } from './start';

export interface MessageStart {
  readonly bpmnProcessId: string;
  /** Name of the message that its start event waits for. */
  readonly messageName: string;
  readonly origin: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface MessageStartOptions extends StartOptions {
  readonly queries: Pick<ReadModel, 'process' | 'instance' | 'processFacts' | 'caseByNumber'>;
  readonly engine: Pick<ZeebeClient, 'createProcessInstance' | 'publishMessage'>;
}

const REMEMBERED_MILLIS = 24 * 3_600_000;
const SHOWN_WITHIN_MILLIS = 10_000;

const isDuplicate = (error: unknown): boolean =>
  error instanceof EngineRejectedError && error.code === 'ALREADY_EXISTS';

export function createStartByMessage(options: MessageStartOptions) {
  const { knex, queries, engine, projection, now = Date.now } = options;
  const numbers = new CaseNumbers(knex, now);

  /** Throws `DomainError` when the latest version does not wait for the message: it would start nothing. */
  async function startable({ bpmnProcessId, messageName }: MessageStart) {
    const process = await queries.process(bpmnProcessId);
    if (process === null)
      throw new DomainError('NOT_FOUND', `Aucune procédure ne porte l’identifiant « ${bpmnProcessId} ».`);
    const { startMessages } = await queries.processFacts(process.key);
    if (startMessages.includes(messageName)) return process;
    throw new DomainError(
      'NOT_STARTABLE',
      `La procédure « ${process.name} » n’a pas d’évènement de début pour le message « ${messageName} ».`,
    );
  }

  async function publish(start: MessageStart, variables: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await engine.publishMessage({
        name: start.messageName,
        correlationKey: start.origin,
        messageId: start.origin,
        timeToLiveMillis: REMEMBERED_MILLIS,
        variables,
      });
    } catch (error) {
      if (!isDuplicate(error)) throw engineFailure(error);
    }
  }

  return async (account: Account, start: MessageStart): Promise<StartedCase | null> => {
    const { bpmnProcessId, origin } = start;
    const process = await startable(start);
    checkStarter(account, process);
    const letter = process.letter ?? NO_LETTER;
    const caseNumber = await numbers.allocate({ letter, account: account.name, bpmnProcessId, origin });
    const shown = async (): Promise<boolean> => (await queries.caseByNumber(caseNumber)) !== null;
    if (!(await shown())) {
      await publish(start, { ...start.variables, ...knownAtStart(account), numeroDossier: caseNumber });
      await untilProjected(projection, shown, { limitMillis: SHOWN_WITHIN_MILLIS });
    }
    const found = await queries.caseByNumber(caseNumber);
    if (found === null) return null;
    await numbers.assign(caseNumber, found.processInstanceKey);
    return { processInstanceKey: found.processInstanceKey, caseNumber };
  };
}
