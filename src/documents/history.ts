/** A case as its archive tells it; the composition root fills it from the read model. */

export interface CaseHistory {
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly processName: string;
  readonly version: number;
  readonly startedAt: string;
  /** Account that opened the case. */
  readonly initiator: string | null;
  /** The case's own, and those of the procedures that it called. */
  readonly processInstanceKeys: readonly string[];
  /** In order of start. */
  readonly steps: readonly CaseStep[];
}

export interface CaseStep {
  readonly elementInstanceKey: string;
  readonly elementId: string;
  readonly name: string | null;
  /** BPMN element type as in records: `USER_TASK`, `SERVICE_TASK`… */
  readonly type: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Account that completed the user task. */
  readonly completedBy: string | null;
}

/** What people read of a case: its archive says it as the pages do. */
export interface CaseWords {
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** Shown names by account. */
  readonly people: Readonly<Record<string, string>>;
}

/** Who did a step, in words: an account, the program, or nobody (an event that happened). */
export function authorOf(step: CaseStep, history: CaseHistory, { people }: CaseWords): string {
  if (step.completedBy !== null) return people[step.completedBy] ?? step.completedBy;
  if (step.type === 'START_EVENT' && history.initiator !== null)
    return people[history.initiator] ?? history.initiator;
  return automatic.has(step.type) ? 'Automatique' : '';
}

const automatic = new Set(['SERVICE_TASK', 'SEND_TASK', 'SCRIPT_TASK', 'BUSINESS_RULE_TASK']);
