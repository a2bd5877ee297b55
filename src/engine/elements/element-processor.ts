import type { ElementContext } from '../behaviors/element-context';
import type { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';

/**
 * How an element of one BPMN type lives. Each step writes events and commands; a failure it returns becomes an
 * incident, and resolving the incident repeats the step from the start of its command.
 *
 * ACTIVATE: ELEMENT_ACTIVATING is written, then `onActivate`, then `finalizeActivation`, which writes
 * ELEMENT_ACTIVATED and, unless the element waits, asks for completion.
 * COMPLETE: ELEMENT_COMPLETING is written, then `onComplete`, then `finalizeCompletion`, which writes
 * ELEMENT_COMPLETED and takes the outgoing flows.
 * TERMINATE: ELEMENT_TERMINATING is written, then `onTerminate`, which writes ELEMENT_TERMINATED and tells the scope,
 * unless it has to wait for its children.
 */
export interface ElementProcessor {
  /** Before execution listeners: input mappings. */
  onActivate?(node: ModelNode, context: ElementContext): Failure | undefined;
  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined;
  /** Before execution listeners: output mappings. */
  onComplete?(node: ModelNode, context: ElementContext): Failure | undefined;
  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined;
  onTerminate(node: ModelNode, context: ElementContext): void;
}

/** An element with elements inside. `scope` is its own instance, `child` one inside. */
export interface ContainerProcessor extends ElementProcessor {
  onChildActivating?(node: ModelNode, scope: ElementContext, child: ElementContext): Failure | undefined;
  /** True when the scope needs no more of its children. */
  beforePathCompleted?(node: ModelNode, scope: ElementContext, child: ElementContext): Failure | boolean;
  /** A child without outgoing flow has completed. @param isSatisfied what `beforePathCompleted` said */
  afterPathCompleted(
    node: ModelNode,
    scope: ElementContext,
    child: ElementContext,
    isSatisfied: boolean,
  ): void;
  onChildTerminated(node: ModelNode, scope: ElementContext, child: ElementContext): void;
}
