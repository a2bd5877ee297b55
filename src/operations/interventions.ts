/**
 * Interventions on a case: moving tokens, going on in another version, cancelling; each with a reason, and with how the
 * case stood before and after. Administrators and managers, on cases that they may see.
 */
import type { Knex } from 'knex';
import { toDomainError } from '../app/engine-failure';
import type { ProjectionSignal, ReadModel } from '../app/ports';
import { untilProjected } from '../app/projection-wait';
import { parseDeployedBpmn } from '../bpmn';
import type { ExecutableProcess } from '../bpmn/model';
import type { Cases } from '../cases/cases';
import { planMigration } from '../cases/migration-plan';
import { DomainError } from '../errors/catalogue';
import { hasRole, Role, type Account } from '../identity/account';
import type { InstanceView } from '../readmodel/views';
import type { ZeebeClient } from '../zeebe/api';
import { createLedger, InterventionKind, type InterventionView, type Standing } from './ledger';
import {
  startableSteps,
  previewModification,
  type ModificationPreview,
  type ModificationRequest,
} from './modification';

export interface MigrationRequest {
  readonly targetProcessDefinitionKey: string;
  /** Beside the elements of the same id, or instead of one of them. */
  readonly mapping?: Readonly<Record<string, string>> | undefined;
}

export interface MigrationOutcome {
  readonly processInstanceKey: string;
  readonly caseNumber: string | null;
  /** French: what stands against it, or what the engine refused; empty: it can go on there, or does. */
  readonly reasons: readonly string[];
  /** False in a dry run, and where something stands against it. */
  readonly migrated: boolean;
}

export interface InterventionsOptions {
  readonly knex: Knex;
  readonly queries: Pick<ReadModel, 'elements' | 'processXml' | 'instance'>;
  readonly cases: Pick<Cases, 'read' | 'cancel'>;
  readonly engine: Pick<ZeebeClient, 'modifyProcessInstance' | 'migrateProcessInstance'>;
  readonly projection: ProjectionSignal;
  readonly now: () => number;
}

export function mayIntervene(account: Account): boolean {
  return hasRole(account, Role.ADMIN, Role.MANAGER);
}

function checkReason(reason: string): string {
  const message = 'Dites pourquoi vous intervenez : la raison reste avec le dossier.';
  if (reason.trim() !== '') return reason.trim();
  throw new DomainError('FORM_INVALID', message, { errors: [{ field: 'reason', label: 'Raison', message }] });
}

const over = (instance: InstanceView) =>
  new DomainError(
    'INSTANCE_ENDED',
    `Le dossier ${instance.caseNumber ?? instance.processInstanceKey} est clos : il n’y a plus rien à changer.`,
  );

export function createInterventions({ knex, queries, cases, engine, projection, now }: InterventionsOptions) {
  const ledger = createLedger(knex, now);

  async function openCase(account: Account, key: string): Promise<InstanceView> {
    const instance = await cases.read(account, key);
    if (!mayIntervene(account))
      throw new DomainError(
        'FORBIDDEN',
        'Seuls un responsable ou un administrateur interviennent sur un dossier.',
      );
    if (instance.state !== 'ACTIVE') throw over(instance);
    return instance;
  }

  const openElements = async (key: string) =>
    (await queries.elements(key)).filter(
      ({ state, elementType }) => state === 'ACTIVE' && elementType !== 'PROCESS',
    );

  async function standingOf(key: string): Promise<Standing | null> {
    const instance = await queries.instance(key);
    if (instance === null) return null;
    const active = (await openElements(key)).map(({ elementId, elementName }) => ({
      elementId,
      elementName,
    }));
    return { state: instance.state, version: instance.version, active };
  }

  async function processOf(instance: InstanceView): Promise<ExecutableProcess> {
    const xml = await queries.processXml(instance.processDefinitionKey);
    const parsed = xml === null ? null : await parseDeployedBpmn(xml);
    const processes = parsed?.ok === true ? parsed.processes : [];
    const found = processes.find(({ bpmnProcessId }) => bpmnProcessId === instance.bpmnProcessId);
    if (found !== undefined) return found;
    throw new DomainError('NOT_FOUND', 'Le schéma de ce dossier ne se lit pas : il n’est plus déployé.');
  }

  /** Traces, asks, and waits until `shown`; what the engine refuses leaves no trace. */
  async function traced(
    account: Account,
    instance: InstanceView,
    asked: { kind: InterventionKind; reason: string; request: object },
    ask: () => Promise<unknown>,
    shown: (standing: Standing, before: Standing) => boolean,
  ): Promise<void> {
    const key = instance.processInstanceKey;
    const before = await standingOf(key);
    if (before === null) throw over(instance);
    const id = await ledger.note({ processInstanceKey: key, account: account.name, before, ...asked });
    try {
      await ask();
    } catch (error) {
      const told = toDomainError(error, () => over(instance));
      const unknown = told instanceof DomainError && told.code === 'ENGINE_UNAVAILABLE';
      if (!unknown) await ledger.forget(id);
      throw told;
    }
    await untilProjected(projection, async () => {
      const after = await standingOf(key);
      return after !== null && shown(after, before);
    });
    const after = await standingOf(key);
    if (after !== null) await ledger.complete(id, after);
  }

  async function preview(account: Account, key: string, request: ModificationRequest) {
    const instance = await openCase(account, key);
    const open = await openElements(key);
    return previewModification(await processOf(instance), open, request);
  }

  async function migrateOne(
    account: Account,
    key: string,
    { targetProcessDefinitionKey: targetKey, mapping: given = {} }: MigrationRequest,
    reason: string | null,
  ): Promise<MigrationOutcome> {
    const instance = await openCase(account, key);
    const [sourceXml, targetXml, active] = await Promise.all([
      queries.processXml(instance.processDefinitionKey),
      queries.processXml(targetKey),
      queries.elements(key),
    ]);
    const renamed = new Map(Object.entries(given));
    const plan =
      sourceXml === null || targetXml === null
        ? null
        : await planMigration(sourceXml, targetXml, instance.bpmnProcessId, renamed);
    const reasons =
      plan === null
        ? ['La version demandée n’est pas une version lisible de la procédure de ce dossier.']
        : plan.reasons(active.filter(({ state }) => state === 'ACTIVE'));
    const outcome = { processInstanceKey: key, caseNumber: instance.caseNumber, reasons };
    if (reason === null || plan === null || reasons.length > 0) return { ...outcome, migrated: false };
    const request = { targetProcessDefinitionKey: targetKey, mapping: plan.mapping };
    await traced(
      account,
      instance,
      {
        kind: InterventionKind.MIGRATE,
        reason,
        request: { targetProcessDefinitionKey: targetKey, mapping: given },
      },
      () => engine.migrateProcessInstance(key, request),
      ({ version }, before) => version !== before.version,
    );
    return { ...outcome, migrated: true };
  }

  return {
    preview,

    /** Steps under way, for those who may end them. */
    async running(account: Account, key: string) {
      await openCase(account, key);
      return openElements(key);
    },

    /** Steps that may begin. */
    async startable(account: Account, key: string) {
      return startableSteps(await processOf(await openCase(account, key)));
    },

    /** Throws `DomainError` NOT_FOUND, FORBIDDEN, INSTANCE_ENDED, FORM_INVALID, CONFLICT, ENGINE_UNAVAILABLE. */
    async modify(
      account: Account,
      key: string,
      request: ModificationRequest,
      reason: string,
    ): Promise<ModificationPreview> {
      const planned = await preview(account, key, request);
      const instance = await openCase(account, key);
      const [first] = request.activate;
      await traced(
        account,
        instance,
        { kind: InterventionKind.MODIFY, reason: checkReason(reason), request },
        () =>
          engine.modifyProcessInstance(key, {
            activate: request.activate.map((elementId) => ({
              elementId,
              ...(elementId === first && { variables: planned.variables }),
            })),
            terminate: planned.ends.map((end) => end.key),
          }),
        (after, before) => JSON.stringify(after) !== JSON.stringify(before),
      );
      return planned;
    },

    /** Each case on its own: one that cannot go does not keep the others. `reason` null: a dry run. */
    async migrate(
      account: Account,
      keys: readonly string[],
      request: MigrationRequest,
      reason: string | null,
    ): Promise<readonly MigrationOutcome[]> {
      const why = reason === null ? null : checkReason(reason);
      const outcomes: MigrationOutcome[] = [];
      for (const key of new Set(keys)) {
        try {
          outcomes.push(await migrateOne(account, key, request, why));
        } catch (error) {
          if (!(error instanceof DomainError) || error.status >= 500 || keys.length === 1) throw error;
          const failed = { processInstanceKey: key, caseNumber: null, migrated: false };
          outcomes.push({ ...failed, reasons: [error.message] });
        }
      }
      return outcomes;
    },

    async cancel(account: Account, key: string, reason: string): Promise<'ENDED' | 'ENDING'> {
      const why = checkReason(reason);
      const instance = await openCase(account, key);
      let state: 'ENDED' | 'ENDING' = 'ENDING';
      await traced(
        account,
        instance,
        { kind: InterventionKind.CANCEL, reason: why, request: {} },
        async () => (state = await cases.cancel(account, key)),
        () => true,
      );
      return state;
    },

    /** For whoever may see the case; oldest first. */
    async list(account: Account, key: string): Promise<readonly InterventionView[]> {
      await cases.read(account, key);
      return ledger.list(key);
    },
  };
}

export type Interventions = ReturnType<typeof createInterventions>;
