/** The workers as people see them: what each does, where it is used, whether it lives and what waits for it. */
import type { WorkerContract } from '../contracts/described';

/** Three heartbeats missed. */
const aliveSeconds = 16;

export interface AutomateProcess {
  readonly jobType: string;
  readonly host: string;
  readonly pid: number;
  readonly seenSecondsAgo: number;
  readonly inHand: number;
  readonly done: number;
  readonly failed: number;
}

export interface Procedure {
  readonly key: string;
  readonly bpmnProcessId: string;
  readonly name: string;
  readonly letter: string | null;
}

/** A step whose job a worker does. */
export interface WorkerUse {
  readonly jobType: string;
  readonly elementId: string;
  /** As people read it. */
  readonly step: string;
}

export interface AutomateUse extends WorkerUse {
  readonly procedure: Procedure;
}

export interface AutomateView {
  readonly jobType: string;
  /** Null: jobs of this type wait, but no worker of ours knows it. */
  readonly contract: WorkerContract | null;
  /** People do it. */
  readonly byHand: boolean;
  /** Title of the configured connector that it acts through. */
  readonly connector: string | null;
  readonly uses: readonly AutomateUse[];
  readonly processes: readonly (AutomateProcess & { readonly alive: boolean })[];
  readonly waiting: number;
  /** Jobs wait, and no process that lives works on them. */
  readonly missing: boolean;
}

export interface Automates {
  readonly contracts: readonly WorkerContract[];
  list(): Promise<readonly AutomateView[]>;
}

export interface AutomatesParts {
  readonly contracts: readonly WorkerContract[];
  readonly connections: readonly {
    readonly jobType: string;
    readonly automatic: boolean;
    readonly connector: string | null;
  }[];
  readonly life: () => Promise<{
    readonly processes: readonly AutomateProcess[];
    readonly waiting: readonly { readonly jobType: string; readonly count: number }[];
  }>;
  /** Deployed, the latest versions. */
  readonly procedures: () => Promise<readonly Procedure[]>;
  readonly stepsOf: (procedure: Procedure) => Promise<readonly WorkerUse[]>;
}

export function createAutomates(parts: AutomatesParts): Automates {
  const { contracts, connections, life, procedures, stepsOf } = parts;
  /** A deployed version never changes. */
  const known = new Map<string, readonly WorkerUse[]>();

  async function usesOf(procedure: Procedure): Promise<AutomateUse[]> {
    let uses = known.get(procedure.key);
    if (uses === undefined) {
      uses = await stepsOf(procedure);
      known.set(procedure.key, uses);
    }
    return uses.map((use) => ({ ...use, procedure }));
  }

  return {
    contracts,
    async list() {
      const { processes, waiting } = await life();
      const uses: AutomateUse[] = [];
      for (const procedure of await procedures()) uses.push(...(await usesOf(procedure)));
      const counts = new Map(waiting.map((one) => [one.jobType, one.count]));
      const ours = contracts.map(({ jobType }) => jobType);
      const unknown = [...counts.keys()].filter((type) => !ours.includes(type));
      return [...ours, ...unknown].map((jobType): AutomateView => {
        const connection = connections.find((one) => one.jobType === jobType);
        const own = processes
          .filter((one) => one.jobType === jobType)
          .map((one) => ({ ...one, alive: one.seenSecondsAgo < aliveSeconds }));
        const byHand = connection !== undefined && !connection.automatic;
        const count = counts.get(jobType) ?? 0;
        return {
          jobType,
          contract: contracts.find((one) => one.jobType === jobType) ?? null,
          byHand,
          connector: connection?.connector ?? null,
          uses: uses.filter((use) => use.jobType === jobType),
          processes: own,
          waiting: count,
          missing: count > 0 && !byHand && !own.some(({ alive }) => alive),
        };
      });
    },
  };
}
