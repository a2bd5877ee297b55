import type { Failure } from '../failure';
import type { ElementInstance } from '../state/element-instance-state';
import type { StateView } from '../state/engine-state';
import type { ErrorType, IncidentValue, JobValue } from '../values';
import { DEFAULT_TENANT, NO_KEY } from '../values';
import type { Writers } from '../writers';
import type { ElementContext } from './element-context';

export class IncidentBehavior {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
  ) {}

  createForElement(failure: Failure, context: ElementContext): void {
    this.create({
      ...this.paths(context.key),
      errorType: failure.errorType,
      errorMessage: failure.message,
      bpmnProcessId: context.value.bpmnProcessId,
      processDefinitionKey: context.value.processDefinitionKey,
      processInstanceKey: context.value.processInstanceKey,
      elementId: context.value.elementId,
      elementInstanceKey: context.key,
      jobKey: NO_KEY,
      variableScopeKey: failure.variableScopeKey ?? context.key,
      tenantId: DEFAULT_TENANT,
    });
  }

  createForJob(jobKey: number, job: JobValue, errorType: ErrorType, errorMessage: string): void {
    this.create({
      ...this.paths(job.elementInstanceKey),
      errorType,
      errorMessage,
      bpmnProcessId: job.bpmnProcessId,
      processDefinitionKey: job.processDefinitionKey,
      processInstanceKey: job.processInstanceKey,
      elementId: job.elementId,
      elementInstanceKey: job.elementInstanceKey,
      jobKey,
      variableScopeKey: job.elementInstanceKey,
      tenantId: DEFAULT_TENANT,
    });
  }

  /** The element ends: so does its incident. */
  resolveOfElement(elementInstanceKey: number): void {
    const incident = this.state.incidents.ofElement(elementInstanceKey);
    if (incident !== undefined) this.writers.event('INCIDENT', 'RESOLVED', incident.key, incident.value);
  }

  resolveOfJob(jobKey: number): void {
    const incident = this.state.incidents.ofJob(jobKey);
    if (incident !== undefined) this.writers.event('INCIDENT', 'RESOLVED', incident.key, incident.value);
  }

  private create(value: IncidentValue): void {
    this.writers.event('INCIDENT', 'CREATED', this.writers.nextKey(), value);
  }

  /** From the outermost process instance down to the element instance: a path for each process. */
  private paths(
    elementInstanceKey: number,
  ): Pick<IncidentValue, 'elementInstancePath' | 'processDefinitionPath' | 'callingElementPath'> {
    const elementInstancePath: number[][] = [];
    const processDefinitionPath: number[] = [];
    const callingElementPath: number[] = [];
    for (let from = elementInstanceKey; from !== NO_KEY;) {
      const path: number[] = [];
      let outermost: ElementInstance | undefined;
      for (let key = from; key !== NO_KEY; key = outermost?.parentKey ?? NO_KEY) {
        path.unshift(key);
        outermost = this.state.elements.get(key);
      }
      elementInstancePath.unshift(path);
      processDefinitionPath.unshift(outermost?.value.processDefinitionKey ?? NO_KEY);
      from = outermost?.value.parentElementInstanceKey ?? NO_KEY;
      const caller = this.state.elements.get(from);
      if (caller !== undefined) callingElementPath.unshift(this.indexOfCaller(caller));
    }
    return { elementInstancePath, processDefinitionPath, callingElementPath };
  }

  /** Among the call activities of its process, by id. */
  private indexOfCaller({ value }: ElementInstance): number {
    const { callActivityIds } = this.state.processes.model(value.processDefinitionKey);
    return callActivityIds.indexOf(value.elementId);
  }
}
