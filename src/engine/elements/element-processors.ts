/** The processor of each BPMN element type. */
import type { ElementType } from '../../bpmn/model';
import type { Behaviors } from '../behaviors/behaviors';
import { BoundaryEventProcessor } from './boundary-event-processor';
import { BusinessRuleTaskProcessor } from './business-rule-task-processor';
import { CallActivityProcessor } from './call-activity-processor';
import type { ContainerProcessor, ElementProcessor } from './element-processor';
import { EndEventProcessor } from './end-event-processor';
import { EventBasedGatewayProcessor } from './event-based-gateway-processor';
import { EventSubProcessProcessor } from './event-sub-process-processor';
import { ExclusiveGatewayProcessor } from './exclusive-gateway-processor';
import { InclusiveGatewayProcessor } from './inclusive-gateway-processor';
import { IntermediateCatchEventProcessor } from './intermediate-catch-event-processor';
import { IntermediateThrowEventProcessor } from './intermediate-throw-event-processor';
import { JobWorkerTaskProcessor } from './job-worker-task-processor';
import { MultiInstanceBodyProcessor } from './multi-instance-body-processor';
import { ParallelGatewayProcessor } from './parallel-gateway-processor';
import { ProcessProcessor } from './process-processor';
import { ReceiveTaskProcessor } from './receive-task-processor';
import { ScriptTaskProcessor } from './script-task-processor';
import { StartEventProcessor } from './start-event-processor';
import { SubProcessProcessor } from './sub-process-processor';
import { UndefinedTaskProcessor } from './undefined-task-processor';
import { UserTaskProcessor } from './user-task-processor';

export class ElementProcessors {
  private readonly processors: Partial<Record<ElementType, ElementProcessor>>;
  private readonly containers: Partial<Record<ElementType, ContainerProcessor>>;

  constructor(behaviors: Behaviors) {
    const jobWorkerTask = new JobWorkerTaskProcessor(behaviors);
    const undefinedTask = new UndefinedTaskProcessor(behaviors);
    this.containers = {
      PROCESS: new ProcessProcessor(behaviors),
      SUB_PROCESS: new SubProcessProcessor(behaviors),
      CALL_ACTIVITY: new CallActivityProcessor(behaviors),
      MULTI_INSTANCE_BODY: new MultiInstanceBodyProcessor(behaviors),
      EVENT_SUB_PROCESS: new EventSubProcessProcessor(behaviors),
    };
    this.processors = {
      ...this.containers,
      START_EVENT: new StartEventProcessor(behaviors),
      END_EVENT: new EndEventProcessor(behaviors),
      INTERMEDIATE_CATCH_EVENT: new IntermediateCatchEventProcessor(behaviors),
      INTERMEDIATE_THROW_EVENT: new IntermediateThrowEventProcessor(behaviors),
      BOUNDARY_EVENT: new BoundaryEventProcessor(behaviors),
      SERVICE_TASK: jobWorkerTask,
      SEND_TASK: jobWorkerTask,
      USER_TASK: new UserTaskProcessor(behaviors),
      BUSINESS_RULE_TASK: new BusinessRuleTaskProcessor(behaviors),
      SCRIPT_TASK: new ScriptTaskProcessor(behaviors),
      RECEIVE_TASK: new ReceiveTaskProcessor(behaviors),
      MANUAL_TASK: undefinedTask,
      TASK: undefinedTask,
      EXCLUSIVE_GATEWAY: new ExclusiveGatewayProcessor(behaviors),
      PARALLEL_GATEWAY: new ParallelGatewayProcessor(behaviors),
      INCLUSIVE_GATEWAY: new InclusiveGatewayProcessor(behaviors),
      EVENT_BASED_GATEWAY: new EventBasedGatewayProcessor(behaviors),
    };
  }

  of(type: ElementType): ElementProcessor {
    const processor = this.processors[type];
    if (processor === undefined)
      throw new Error(`Expected a processor of ${type} elements, but there is none yet`);
    return processor;
  }

  container(type: ElementType): ContainerProcessor {
    const processor = this.containers[type];
    if (processor === undefined) throw new Error(`Expected ${type} to be a scope, but it is not`);
    return processor;
  }
}
