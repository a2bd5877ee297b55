/** A throwing event escalates to the nearest scope that catches it. */
import type { EscalationDefinition } from '../../bpmn/model';
import type { Failure } from '../failure';
import type { StateView } from '../state/engine-state';
import { DEFAULT_TENANT } from '../values';
import type { Writers } from '../writers';
import { findEscalationCatchEvent } from './catch-event-analyzer';
import type { ElementContext } from './element-context';
import type { EventHandle } from './event-handle';
import type { ExpressionBehavior } from './expression-behavior';

export class EscalationBehavior {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
    private readonly expressions: ExpressionBehavior,
    private readonly eventHandle: EventHandle,
  ) {}

  code({ code }: EscalationDefinition, context: ElementContext): string | Failure {
    if (code === undefined) return '';
    return code.kind === 'literal' ? code.source : this.expressions.string(code, context.key);
  }

  /** False when the event that catches it ends the one that throws. */
  escalate(escalationCode: string, context: ElementContext): boolean {
    const { elementId, processInstanceKey, flowScopeKey } = context.value;
    const caught = findEscalationCatchEvent(
      this.state,
      escalationCode,
      this.state.elements.get(flowScopeKey),
    );
    const key = this.writers.nextKey();
    const escalated = caught !== undefined && this.eventHandle.canTrigger(caught.scope, caught.event.id);
    if (escalated) this.eventHandle.activateElement(caught.event, caught.scope);
    this.writers.event('ESCALATION', escalated ? 'ESCALATED' : 'NOT_ESCALATED', key, {
      processInstanceKey,
      escalationCode,
      throwElementId: elementId,
      catchElementId: caught?.event.id ?? '',
      tenantId: DEFAULT_TENANT,
    });
    return !(caught?.event.interrupting ?? false);
  }
}
