/** What lists can be narrowed to. No rights inside, except `visibleTo`. */
import type { InstanceState, TaskState } from './views';

export interface PageRequest {
  readonly cursor?: string | undefined;
  /** 1 to 200; 50 unless told. */
  readonly limit?: number | undefined;
}

/** Narrows a list of cases to those of one initiator or of some procedures; absent: everything. */
export interface InstanceViewer {
  readonly name: string;
  readonly bpmnProcessIds: readonly string[];
  /** With the name: whose tasks in a called instance show the cases that called it. */
  readonly groups: readonly string[];
}

/** Narrows a list of tasks to those one account may do; absent: everything. */
export interface TaskViewer {
  readonly name: string;
  readonly groups: readonly string[];
}

/** Called instances are left out unless their process, their caller or their key is asked for. */
export interface InstanceFilter extends PageRequest {
  readonly state?: InstanceState | undefined;
  readonly bpmnProcessId?: string | undefined;
  readonly parentProcessInstanceKey?: string | undefined;
  /** Free text: part of the case number, initiator, process name or a variable's value; or the whole key. */
  readonly q?: string | undefined;
  readonly initiator?: string | undefined;
  readonly hasIncident?: boolean | undefined;
  /** Something is at this element of theirs now. */
  readonly elementId?: string | undefined;
  readonly visibleTo?: InstanceViewer | undefined;
}

export const TaskOrder = {
  CREATED: 'created',
  DUE: 'due',
  PRIORITY: 'priority',
  REQUESTER: 'requester',
} as const;
export type TaskOrder = (typeof TaskOrder)[keyof typeof TaskOrder];

export interface TaskFilter extends PageRequest {
  readonly state?: TaskState | undefined;
  readonly group?: string | undefined;
  /** Of one of these groups; none: of no task. */
  readonly groups?: readonly string[] | undefined;
  /** Given to the assignee by somebody else. */
  readonly delegated?: boolean | undefined;
  readonly bpmnProcessId?: string | undefined;
  /** Due at this time or later (milliseconds). */
  readonly dueFrom?: number | undefined;
  /** Due before. */
  readonly dueBefore?: number | undefined;
  /** Words of the task, its case or its people; accents, capitals and apostrophes do not matter. */
  readonly q?: string | undefined;
  /** Open tasks: the most urgent first. Absent: oldest first while open, else newest first. */
  readonly order?: TaskOrder | undefined;
  readonly assignee?: string | undefined;
  /** True: claimed or assigned by nobody. */
  readonly unassigned?: boolean | undefined;
  /** With the instances that it called. */
  readonly processInstanceKey?: string | undefined;
  readonly visibleTo?: TaskViewer | undefined;
}

export interface WaitFilter extends PageRequest {
  /** With the instances that it called. */
  readonly processInstanceKey?: string | undefined;
}

export interface IncidentFilter extends PageRequest {
  readonly state?: 'CREATED' | 'RESOLVED' | undefined;
  /** With the instances that it called. */
  readonly processInstanceKey?: string | undefined;
}
