/**
 * Rights by case: its initiator, the actors of its procedure or of one that called it, who has or had a task in it
 * or in what it called, managers, owners, admin.
 */
import type { Account } from '../identity/account';
import type { InstanceView } from '../readmodel/views';
import type { InstanceViewer, ReadModel } from '../app/ports';
import { seesEverything } from '../app/rights';

export interface CaseRights {
  maySee(account: Account, instance: InstanceView): Promise<boolean>;
  /** The same rule, for lists. */
  viewer(account: Account): Promise<InstanceViewer>;
}

export function createCaseRights(
  queries: Pick<ReadModel, 'processes' | 'processFacts' | 'callers' | 'instance' | 'countTasks'>,
): CaseRights {
  /** Deployed versions never change. */
  const groupsByDefinition = new Map<string, readonly string[]>();

  async function groupsOf(processDefinitionKey: string): Promise<readonly string[]> {
    const known = groupsByDefinition.get(processDefinitionKey);
    if (known) return known;
    const { actorGroups } = await queries.processFacts(processDefinitionKey);
    if (actorGroups.length > 0) groupsByDefinition.set(processDefinitionKey, actorGroups);
    return actorGroups;
  }

  const isActor = async (account: Account, processDefinitionKey: string) =>
    (await groupsOf(processDefinitionKey)).some((group) => account.groups.includes(group));

  async function callsFor(account: Account, processInstanceKey: string): Promise<boolean> {
    for (const key of await queries.callers(processInstanceKey)) {
      const caller = await queries.instance(key);
      if (caller === null) continue;
      if (caller.initiator === account.name || (await isActor(account, caller.processDefinitionKey)))
        return true;
    }
    return false;
  }

  async function hasTask({ name, groups }: Account, processInstanceKey: string): Promise<boolean> {
    return (await queries.countTasks({ processInstanceKey, visibleTo: { name, groups } })) > 0;
  }

  return {
    maySee: async (account, instance) =>
      seesEverything(account) ||
      instance.initiator === account.name ||
      (await isActor(account, instance.processDefinitionKey)) ||
      (await hasTask(account, instance.processInstanceKey)) ||
      (await callsFor(account, instance.processInstanceKey)),

    async viewer(account) {
      const bpmnProcessIds: string[] = [];
      for (const process of await queries.processes()) {
        if (await isActor(account, process.key)) bpmnProcessIds.push(process.bpmnProcessId);
      }
      return { name: account.name, bpmnProcessIds, groups: account.groups };
    },
  };
}
