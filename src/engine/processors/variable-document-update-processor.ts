import { DEFAULT_TENANT } from '../values';
import type { CommandProcessor } from './command-processor';

export const processUpdateVariables: CommandProcessor<'VARIABLE_DOCUMENT'> = (command, context) => {
  const { state, writers, variables } = context;
  const { scopeKey, updateSemantics = 'PROPAGATE', variables: document = {} } = command.value;
  const scope = state.elements.get(scopeKey);
  if (scope === undefined || scope.state === 'ELEMENT_TERMINATING') {
    const reason = `Expected to update variables for element with key '${scopeKey}', but no such element was found`;
    writers.reject(command, { type: 'NOT_FOUND', reason });
    return;
  }
  if (updateSemantics === 'LOCAL') variables.mergeLocal(scope.key, scope.value, document);
  else variables.merge(scope.key, scope.value, document);
  const key = writers.nextKey();
  const value = { scopeKey, updateSemantics, variables: document, tenantId: DEFAULT_TENANT };
  writers.event('VARIABLE_DOCUMENT', 'UPDATED', key, value);
  writers.respond(command, 'UPDATED', key, value);
};
