/** Cases (« dossiers ») : the process instances as people see them, with their rights. */
import { DomainError } from '../errors/catalogue';
import { hasRole, Role, type Account } from '../identity/account';
import type { CalledInstanceView } from '../readmodel/called';
import type {
  CountedPage,
  ElementInstanceView,
  InstanceState,
  InstanceView,
  Page,
  SequenceFlowView,
  VariableView,
  WaitingMessageView,
} from '../readmodel/views';
import { toDomainError } from '../app/engine-failure';
import type { PageRequest, ReadModel } from '../app/ports';
import { untilProjected } from '../app/projection-wait';
import { seesEverything } from '../app/rights';
import type { ZeebeClient } from '../zeebe/api';
import {
  createVariableChanges,
  mayChangeVariables,
  type VariableChangeRequest,
  type VariableChangeView,
} from './change-variables';
import { createCaseRights } from './rights';
import { createStart, type StartedCase, type StartOptions } from './start';
import { createStartByMessage, type MessageStart } from './start-by-message';

export type { StartedCase } from './start';
export type { MessageStart } from './start-by-message';

/** The message by which a requester withdraws a case that waits for it. */
export const WITHDRAWAL_MESSAGE = 'demande-retiree';

export interface CaseListFilter extends PageRequest {
  readonly state?: InstanceState | undefined;
  readonly bpmnProcessId?: string | undefined;
  readonly parentProcessInstanceKey?: string | undefined;
  readonly q?: string | undefined;
  readonly initiator?: string | undefined;
  readonly hasIncident?: boolean | undefined;
  /** Something is at this element of theirs now. */
  readonly elementId?: string | undefined;
}

/** A case with what the asking account may do to it now. */
export interface CaseForAccount extends InstanceView {
  readonly allowed: {
    readonly cancel: boolean;
    readonly withdraw: boolean;
    readonly changeVariables: boolean;
  };
}

/** All throw `DomainError`: NOT_FOUND, FORBIDDEN, NOT_STARTABLE, FORM_INVALID, NOT_WITHDRAWABLE, INSTANCE_ENDED… */
export interface Cases {
  /** `origin`: what asks for the case; asked again by the same within a day, the same case is answered. */
  start(
    account: Account,
    bpmnProcessId: string,
    variables: Readonly<Record<string, unknown>>,
    origin?: string,
  ): Promise<StartedCase>;
  /** Once for an origin, however often it is asked. Null: the case cannot be seen yet, ask again. */
  startByMessage(account: Account, start: MessageStart): Promise<StartedCase | null>;
  /** Only what the account may see. */
  list(account: Account, filter: CaseListFilter): Promise<CountedPage<InstanceView>>;
  read(account: Account, processInstanceKey: string): Promise<CaseForAccount>;
  /** What it called, directly or not. */
  called(account: Account, processInstanceKey: string): Promise<readonly CalledInstanceView[]>;
  elements(account: Account, processInstanceKey: string): Promise<readonly ElementInstanceView[]>;
  sequenceFlows(account: Account, processInstanceKey: string): Promise<readonly SequenceFlowView[]>;
  variables(account: Account, processInstanceKey: string): Promise<readonly VariableView[]>;
  /** Admin, owner and manager: what was there, and why it changed, is kept. */
  changeVariables(
    account: Account,
    processInstanceKey: string,
    request: VariableChangeRequest,
  ): Promise<readonly VariableView[]>;
  variableChanges(account: Account, processInstanceKey: string): Promise<readonly VariableChangeView[]>;
  records(
    account: Account,
    processInstanceKey: string,
    page: PageRequest,
  ): Promise<Page<Readonly<Record<string, unknown>>>>;
  /** Admin and manager. A case with much inside may still be ending when this answers. */
  cancel(account: Account, processInstanceKey: string): Promise<'ENDED' | 'ENDING'>;
  /** « Retirer ma demande » : initiator or admin, while the case waits for `demande-retiree`. */
  withdraw(account: Account, processInstanceKey: string): Promise<void>;
}

export interface CasesOptions extends StartOptions {
  readonly queries: ReadModel;
  readonly engine: Pick<
    ZeebeClient,
    'createProcessInstance' | 'cancelProcessInstance' | 'publishMessage' | 'setVariables'
  >;
}

const notFound = (key: string) =>
  new DomainError(
    'NOT_FOUND',
    `Aucun dossier ne porte la clé « ${key} ». Vérifiez la clé ou cherchez le dossier.`,
  );

const ended = (instance: InstanceView) =>
  new DomainError(
    'INSTANCE_ENDED',
    `Le dossier ${instance.caseNumber ?? instance.processInstanceKey} est déjà clos. Il n’y a plus rien à faire.`,
  );

const called = (instance: InstanceView) =>
  new DomainError(
    'INSTANCE_CALLED',
    `« ${instance.processName} » est appelée par un autre dossier : annulez celui-ci, de clé ${instance.parentProcessInstanceKey ?? ''}.`,
  );

export function createCases(options: CasesOptions): Cases {
  const { queries, engine, projection } = options;
  const rights = createCaseRights(queries);

  async function readable(account: Account, key: string): Promise<InstanceView> {
    const instance = await queries.instance(key);
    if (!instance) throw notFound(key);
    if (await rights.maySee(account, instance)) return instance;
    throw new DomainError(
      'FORBIDDEN',
      `Le dossier ${instance.caseNumber ?? key} n’est lisible que par son demandeur, les acteurs de la procédure et les responsables.`,
    );
  }

  const isInitiator = (account: Account, instance: InstanceView) =>
    hasRole(account, Role.ADMIN) || instance.initiator === account.name;

  async function withdrawal(instance: InstanceView): Promise<WaitingMessageView | undefined> {
    if (instance.state !== 'ACTIVE') return undefined;
    const waiting = await queries.waitingMessages(instance.processInstanceKey);
    return waiting.find((message) => message.messageName === WITHDRAWAL_MESSAGE);
  }

  const changes = createVariableChanges(options);

  return {
    start: createStart(options),
    startByMessage: createStartByMessage(options),

    async list(account, filter) {
      const visibleTo = seesEverything(account) ? undefined : await rights.viewer(account);
      return queries.instances({ ...filter, visibleTo });
    },

    async read(account, key) {
      const instance = await readable(account, key);
      return {
        ...instance,
        allowed: {
          // The engine cancels a called instance only with its caller.
          cancel:
            instance.state === 'ACTIVE' &&
            instance.parentProcessInstanceKey === null &&
            hasRole(account, Role.ADMIN, Role.MANAGER),
          withdraw: isInitiator(account, instance) && (await withdrawal(instance)) !== undefined,
          changeVariables: instance.state === 'ACTIVE' && mayChangeVariables(account),
        },
      };
    },

    async called(account, key) {
      await readable(account, key);
      return queries.called(key);
    },
    async elements(account, key) {
      await readable(account, key);
      return queries.elements(key);
    },
    async sequenceFlows(account, key) {
      await readable(account, key);
      return queries.sequenceFlows(key);
    },
    async variables(account, key) {
      await readable(account, key);
      return queries.variables(key);
    },
    async changeVariables(account, key, request) {
      return changes.change(account, await readable(account, key), request);
    },
    async variableChanges(account, key) {
      await readable(account, key);
      const called = await queries.called(key);
      return changes.list([key, ...called.map((one) => one.processInstanceKey)]);
    },
    async records(account, key, page) {
      await readable(account, key);
      return queries.records(key, page);
    },

    async cancel(account, key) {
      const instance = await readable(account, key);
      if (!hasRole(account, Role.ADMIN, Role.MANAGER)) {
        throw new DomainError(
          'FORBIDDEN',
          'Seuls un responsable ou un administrateur peuvent annuler un dossier.',
        );
      }
      if (instance.state !== 'ACTIVE') throw ended(instance);
      if (instance.parentProcessInstanceKey !== null) throw called(instance);
      try {
        await engine.cancelProcessInstance(key);
      } catch (error) {
        throw toDomainError(error, () => ended(instance));
      }
      const shown = await untilProjected(
        projection,
        async () => (await queries.instance(key))?.state !== 'ACTIVE',
      );
      return shown ? 'ENDED' : 'ENDING';
    },

    async withdraw(account, key) {
      const instance = await readable(account, key);
      if (!isInitiator(account, instance)) {
        throw new DomainError('FORBIDDEN', 'Seul le demandeur peut retirer sa demande.');
      }
      if (instance.state !== 'ACTIVE') throw ended(instance);
      const waiting = await withdrawal(instance);
      if (!waiting) {
        throw new DomainError(
          'NOT_WITHDRAWABLE',
          `Le dossier ${instance.caseNumber ?? key} n’est pas en attente : à cette étape, la demande ne peut pas être retirée.`,
        );
      }
      const { messageName: name, correlationKey } = waiting;
      try {
        await engine.publishMessage({ name, correlationKey, messageId: `retrait-${key}`, variables: {} });
      } catch (error) {
        throw toDomainError(error, () => ended(instance));
      }
      await untilProjected(projection, async () => {
        const latest = await queries.instance(key);
        return latest === null || (await withdrawal(latest)) === undefined;
      });
    },
  };
}
