/** A throwing event broadcasts its signal with its local variables. */
import type { SignalDefinition } from '../../bpmn/model';
import { Failure } from '../failure';
import type { StateView } from '../state/engine-state';
import { DEFAULT_TENANT } from '../values';
import type { Writers } from '../writers';
import type { ElementContext } from './element-context';
import type { ExpressionBehavior } from './expression-behavior';

export class SignalBehavior {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
    private readonly expressions: ExpressionBehavior,
  ) {}

  broadcast(signal: SignalDefinition, context: ElementContext): Failure | undefined {
    const variables = this.state.variables.localDocument(context.key);
    const signalName = this.expressions.string(signal.name, context.key);
    if (signalName instanceof Failure) return signalName;
    this.writers.command('SIGNAL', 'BROADCAST', this.writers.nextKey(), {
      signalName,
      variables,
      tenantId: DEFAULT_TENANT,
    });
    return undefined;
  }
}
