/** Multi-instance characteristics: the collections and the completion condition. */
import { extensions, text } from '../element';
import type { Rule } from './rule';

export const multiInstanceRules: readonly Rule[] = [
  {
    on: ['bpmn:MultiInstanceLoopCharacteristics'],
    check(loop, report) {
      if (extensions(loop, 'zeebe:LoopCharacteristics').length !== 1) {
        report("Must have exactly one 'zeebe:loopCharacteristics' extension element");
      }
    },
  },
  {
    on: ['zeebe:LoopCharacteristics'],
    check(loop, report) {
      const isSet = (name: string): boolean => (text(loop, name) ?? '') !== '';
      if (isSet('outputCollection') && !isSet('outputElement')) {
        report("Attribute 'outputElement' must be present if the attribute 'outputCollection' is set");
      } else if (isSet('outputElement') && !isSet('outputCollection')) {
        report("Attribute 'outputCollection' must be present if the attribute 'outputElement' is set");
      }
    },
  },
];
