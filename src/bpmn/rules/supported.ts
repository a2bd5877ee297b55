/** What Zeebe runs and the embedded engine does not run yet: refused rather than run wrongly. */
import { eventDefinitions, extension } from '../element';
import type { Rule } from './rule';

const EXTENSIONS: Readonly<Record<string, string>> = {
  'zeebe:PublishMessage': "Publishing a message ('zeebe:publishMessage')",
};

export const supportRules: readonly Rule[] = [
  {
    on: ['bpmn:FlowNode', 'bpmn:Process'],
    check(element, report) {
      const holders = [element, ...eventDefinitions(element)];
      for (const [type, name] of Object.entries(EXTENSIONS)) {
        if (holders.some((holder) => extension(holder, type) !== undefined))
          report(`${name} is not supported by the embedded engine yet`);
      }
    },
  },
];
