/** Answers who waits for the result of a process instance. */
import type { StateView } from '../state/engine-state';
import { DEFAULT_TENANT } from '../values';
import type { Writers } from '../writers';
import type { ElementContext } from './element-context';

interface Waiting {
  readonly requestId: number;
  readonly fetchVariables: readonly string[];
}

/** Kept for as long as the program runs: who waited before a restart has been disconnected. */
export class ResultBehavior {
  private readonly waiting = new Map<number, Waiting>();

  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
  ) {}

  awaitResult(processInstanceKey: number, requestId: number, fetchVariables: readonly string[]): void {
    this.waiting.set(processInstanceKey, { requestId, fetchVariables });
  }

  /** Nobody gets an answer from an instance that was cancelled. */
  forget(processInstanceKey: number): void {
    const waiting = this.waiting.get(processInstanceKey);
    if (waiting === undefined) return;
    this.waiting.delete(processInstanceKey);
    this.writers.abandon(waiting.requestId);
  }

  send({ key, value }: ElementContext): void {
    const waiting = this.waiting.get(key);
    if (waiting === undefined) return;
    this.waiting.delete(key);
    this.writers.respondTo(waiting.requestId, 'PROCESS_INSTANCE_RESULT', 'COMPLETED', key, {
      bpmnProcessId: value.bpmnProcessId,
      processDefinitionKey: value.processDefinitionKey,
      processInstanceKey: key,
      version: value.version,
      variables: this.state.variables.document(key, waiting.fetchVariables),
      tenantId: DEFAULT_TENANT,
    });
  }
}
