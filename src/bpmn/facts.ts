/** What other rooms ask of a deployed diagram, beside its execution and its words. */
import type { ProcessDescription } from './describe';

/** As `rm_process.facts` keeps them. */
export interface ProcessFacts {
  readonly assignedGroups: readonly string[];
  readonly actorGroups: readonly string[];
  /** Names of the messages that start it, as written. */
  readonly startMessages: readonly string[];
  /** Groups whose members may start it; empty: anyone. */
  readonly startGroups: readonly string[];
  /** Why its starts are suspended; absent: they are not. */
  readonly suspension?: string;
  /** Steps at which a document of the case is signed. */
  readonly signingSteps: readonly {
    readonly elementId: string;
    readonly kind: string;
    readonly given: string;
    readonly reason: string;
  }[];
  readonly jobSteps: readonly {
    readonly jobType: string;
    readonly elementId: string;
    readonly step: string;
  }[];
}

export function factsOf(description: ProcessDescription): ProcessFacts {
  const { assignedGroups, actorGroups, startMessages, startGroups, suspension, elements } = description;
  const jobSteps = elements
    .filter(({ jobType }) => jobType !== '')
    .map(({ id, name, jobType }) => ({
      jobType,
      elementId: id,
      step: name.replace(/\s+/g, ' ').trim() || id,
    }));
  return {
    assignedGroups,
    actorGroups,
    startMessages,
    startGroups,
    jobSteps,
    signingSteps: elements.flatMap(({ id, signs }) => (signs === null ? [] : [{ elementId: id, ...signs }])),
    ...(suspension !== '' && { suspension }),
  };
}
