/** Running cases of a procedure that could go on in a new version of its diagram, and moving those that are chosen. */
import type { ReadModel } from '../app/ports';
import type { InstanceView } from '../readmodel/views';
import type { ZeebeClient } from '../zeebe/api';
import { EngineNotFoundError, EngineRejectedError } from '../zeebe/errors';
import { planMigration, type MigrationPlan } from './migration-plan';

export interface MigratableCase {
  readonly processInstanceKey: string;
  readonly caseNumber: string | null;
  readonly version: number;
  /** Names of the steps where it stands. */
  readonly steps: readonly string[];
  /** French; empty: it can move. */
  readonly reasons: readonly string[];
}

export interface MovedCase {
  readonly processInstanceKey: string;
  readonly caseNumber: string | null;
  /** Null: it goes on in the new version. */
  readonly reason: string | null;
}

export interface MigrationParts {
  readonly queries: Pick<ReadModel, 'instances' | 'instance' | 'elements' | 'resourceVersions'>;
  readonly engine: Pick<ZeebeClient, 'migrateProcessInstance'>;
}

export interface MigrationTarget {
  readonly bpmnProcessId: string;
  readonly xml: string;
}

/** Looked at one by one: more would keep the page waiting. */
export const MOST_CASES = 200;
const UNREADABLE = 'La version du dossier, ou la nouvelle, ne se lit pas.';
const FAILED =
  'Le moteur ne l’a pas déplacé : le dossier a avancé entre-temps, ou attend à un endroit qui ne se déplace pas. Il continue dans sa version.';

export function createCaseMigration({ queries, engine }: MigrationParts) {
  function plans({ bpmnProcessId, xml }: MigrationTarget) {
    const known = new Map<number, Promise<MigrationPlan | null>>();
    const made = async (version: number): Promise<MigrationPlan | null> => {
      const versions = await queries.resourceVersions('process', bpmnProcessId);
      const source = versions.find((one) => one.version === version)?.content ?? '';
      return planMigration(source, xml, bpmnProcessId);
    };
    return (version: number): Promise<MigrationPlan | null> => {
      const plan = known.get(version) ?? made(version);
      known.set(version, plan);
      return plan;
    };
  }

  async function look(instance: InstanceView, plan: MigrationPlan | null): Promise<MigratableCase> {
    const { processInstanceKey, caseNumber, version } = instance;
    const active = (await queries.elements(processInstanceKey)).filter(({ state }) => state === 'ACTIVE');
    const steps = active.filter(({ elementType }) => elementType !== 'PROCESS');
    return {
      processInstanceKey,
      caseNumber,
      version,
      steps: [...new Set(steps.map(({ elementName, elementId }) => elementName ?? elementId))],
      reasons: plan === null ? [UNREADABLE] : plan.reasons(active),
    };
  }

  return {
    /** The oldest first; `more`: there are others, which are not listed. */
    async candidates(
      target: MigrationTarget,
    ): Promise<{ readonly cases: readonly MigratableCase[]; readonly more: boolean }> {
      const { bpmnProcessId } = target;
      const page = await queries.instances({ bpmnProcessId, state: 'ACTIVE', limit: MOST_CASES });
      const planOf = plans(target);
      const cases: MigratableCase[] = [];
      for (const instance of page.items) cases.push(await look(instance, await planOf(instance.version)));
      return { cases, more: page.nextCursor !== null };
    },

    /** One after the other; a case that cannot move stays where it is and says why. */
    async move(
      target: MigrationTarget & { readonly processDefinitionKey: string },
      keys: readonly string[],
    ): Promise<readonly MovedCase[]> {
      const planOf = plans(target);
      const moved: MovedCase[] = [];
      for (const key of keys) {
        const instance = await queries.instance(key);
        if (instance === null || instance.bpmnProcessId !== target.bpmnProcessId) continue;
        const { caseNumber } = instance;
        moved.push({ processInstanceKey: key, caseNumber, reason: await moveOne(instance, target, planOf) });
      }
      return moved;
    },
  };

  async function moveOne(
    instance: InstanceView,
    { processDefinitionKey }: { readonly processDefinitionKey: string },
    planOf: (version: number) => Promise<MigrationPlan | null>,
  ): Promise<string | null> {
    if (instance.state !== 'ACTIVE') return 'Le dossier est clos.';
    const plan = await planOf(instance.version);
    const { reasons } = await look(instance, plan);
    if (plan === null || reasons.length > 0) return reasons.join(' ');
    try {
      await engine.migrateProcessInstance(instance.processInstanceKey, {
        targetProcessDefinitionKey: processDefinitionKey,
        mapping: plan.mapping,
      });
      return null;
    } catch (error) {
      if (error instanceof EngineRejectedError || error instanceof EngineNotFoundError) return FAILED;
      throw error;
    }
  }
}

export type CaseMigration = ReturnType<typeof createCaseMigration>;
