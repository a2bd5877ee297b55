import { Failure } from '../failure';
import type { ElementContext } from '../behaviors/element-context';
import type { CommandProcessor, ProcessorContext } from './command-processor';
import { refuseActivation } from './element-command-guard';

export const processActivateElement: CommandProcessor<'PROCESS_INSTANCE'> = (command, context) => {
  const reason = refuseActivation(command, context.state);
  if (reason === undefined) activateElement(command, context);
  else context.writers.reject(command, { type: 'INVALID_STATE', reason });
};

/** A case that only ever goes on stops here: otherwise it fills the disk. */
function refuseRunaway({ writers, limits }: ProcessorContext): Failure | undefined {
  if (writers.steps <= limits.maxSteps) return undefined;
  return new Failure(
    `Expected to wait for a job, a message or a timer within ${limits.maxSteps} steps, but this element would be one ` +
      'more. This is likely due to a loop without end. Cancel the process instance if this was unintentional. ' +
      'Otherwise, resolve the incident to go on for as many steps, or consider increasing MAX_STEPS.',
    'UNKNOWN',
  );
}

function activateElement(command: ElementContext, context: ProcessorContext): void {
  const { transitions, incidents, state, elements, executionListeners } = context;
  const activating = transitions.toActivating({ key: command.key, value: command.value });
  const node = state.processes.model(command.value.processDefinitionKey).nodeOf(command.value);
  const processor = elements.of(node.element.type);
  const failure =
    refuseRunaway(context) ??
    transitions.onChildActivating(activating) ??
    processor.onActivate?.(node, activating) ??
    executionListeners.begin('START', node, activating, processor);
  if (failure !== undefined) incidents.createForElement(failure, activating);
}
