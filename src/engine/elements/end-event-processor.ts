import type { Behaviors } from '../behaviors/behaviors';
import { findErrorCatchEvent } from '../behaviors/catch-event-analyzer';
import { contextOf, type ElementContext } from '../behaviors/element-context';
import { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { ElementProcessor } from './element-processor';

/** None, terminate, error and signal end events, and message end events with a job. */
export class EndEventProcessor implements ElementProcessor {
  constructor(private readonly behaviors: Behaviors) {}

  onActivate({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return element.job !== undefined || element.event?.type === 'SIGNAL'
      ? this.behaviors.mappings.applyInput(element, context)
      : undefined;
  }

  finalizeActivation(node: ModelNode, context: ElementContext): Failure | undefined {
    const { element } = node;
    if (element.job !== undefined) return this.createJob(node, context);
    if (element.event?.type === 'ERROR') return this.throwError(node, context);
    if (element.event?.type === 'SIGNAL') {
      const failure = this.behaviors.signals.broadcast(element.event.signal, context);
      if (failure !== undefined) return failure;
    }
    this.behaviors.transitions.toActivated(context);
    this.behaviors.transitions.complete(context);
    return undefined;
  }

  /** A terminate end event has no output mappings. */
  onComplete({ element }: ModelNode, context: ElementContext): Failure | undefined {
    return element.eventType === 'TERMINATE'
      ? undefined
      : this.behaviors.mappings.applyOutput(element, context);
  }

  finalizeCompletion(node: ModelNode, context: ElementContext): Failure | undefined {
    const { transitions, scopes } = this.behaviors;
    const failure = transitions.toCompleted(node.element, context);
    if (failure !== undefined) return failure;
    if (node.element.eventType !== 'TERMINATE') {
      transitions.takeOutgoingFlows(node, context);
      return undefined;
    }
    const scope = scopes.flowScope(context);
    if (scope !== undefined) transitions.terminateChildren(contextOf(scope));
    return undefined;
  }

  onTerminate({ element }: ModelNode, context: ElementContext): void {
    if (element.job !== undefined) this.behaviors.jobs.cancel(context);
    this.behaviors.incidents.resolveOfElement(context.key);
    this.behaviors.transitions.toTerminated(context);
    this.behaviors.transitions.onChildTerminated(context);
  }

  private createJob({ element }: ModelNode, context: ElementContext): Failure | undefined {
    const properties = this.behaviors.jobs.evaluate(element, context);
    if (properties instanceof Failure) return properties;
    this.behaviors.jobs.create(context, properties);
    this.behaviors.transitions.toActivated(context);
    return undefined;
  }

  /** The event that catches it ends this one by ending the scope. */
  private throwError({ element }: ModelNode, context: ElementContext): Failure | undefined {
    const { state, scopes, transitions, eventHandle } = this.behaviors;
    const errorCode = this.errorCode(
      element.event?.type === 'ERROR' ? element.event.error.code : undefined,
      context,
    );
    if (errorCode instanceof Failure) return errorCode;
    const caught = findErrorCatchEvent(state, errorCode, scopes.flowScope(context));
    if (caught instanceof Failure) return caught;
    transitions.toActivated(context);
    if (eventHandle.canTrigger(caught.scope, caught.event.id)) {
      eventHandle.activateElement(caught.event, caught.scope);
    }
    return undefined;
  }

  private errorCode(
    code: Parameters<Behaviors['expressions']['string']>[0] | undefined,
    context: ElementContext,
  ): string | Failure {
    if (code === undefined) return '';
    return code.kind === 'literal' ? code.source : this.behaviors.expressions.string(code, context.key);
  }
}
