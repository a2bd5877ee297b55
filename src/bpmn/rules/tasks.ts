/** Extension elements that tasks and throw events need. */
import { child, eventDefinitions, extension, extensions, isA, text, type Element } from '../element';
import type { Rule } from './rule';

export const taskRules: readonly Rule[] = [
  {
    on: ['bpmn:ServiceTask'],
    check(task, report) {
      if (extensions(task, 'zeebe:TaskDefinition').length !== 1) {
        report("Must have exactly one 'zeebe:taskDefinition' extension element");
      }
    },
  },
  {
    on: ['bpmn:CallActivity'],
    check(activity, report) {
      if (extensions(activity, 'zeebe:CalledElement').length !== 1) {
        report("Must have exactly one 'zeebe:calledElement' extension element");
      }
    },
  },
  {
    on: ['zeebe:CalledElement', 'zeebe:CalledDecision', 'zeebe:FormDefinition'],
    check(called, report) {
      const isTagged = text(called, 'bindingType') === 'versionTag';
      const isBlankTag = isBlank(text(called, 'versionTag'));
      if (isTagged && isBlankTag)
        report("Attribute 'versionTag' must be present and not empty if 'bindingType' is 'versionTag'");
      if (!isTagged && !isBlankTag)
        report("Attribute 'versionTag' may only be used if 'bindingType' is 'versionTag'");
    },
  },
  either('bpmn:BusinessRuleTask', 'CalledDecision'),
  either('bpmn:ScriptTask', 'Script'),
  either('bpmn:SendTask', 'PublishMessage'),
  {
    on: ['bpmn:ThrowEvent'],
    check(event, report) {
      const definition = eventDefinitions(event).find(({ $type }) => $type === 'bpmn:MessageEventDefinition');
      if (definition === undefined) return;
      const published = extensions(definition, 'zeebe:PublishMessage').length;
      if (!isExactlyOne(published, extensions(event, 'zeebe:TaskDefinition').length)) {
        report("Must have either one 'zeebe:publishMessage' or one 'zeebe:taskDefinition' extension element");
      } else if (published === 1 && child(definition, 'messageRef') === undefined) {
        report('Must reference a message');
      }
    },
  },
  {
    on: ['bpmn:SendTask'],
    check(task, report) {
      if (extension(task, 'zeebe:PublishMessage') !== undefined && child(task, 'messageRef') === undefined) {
        report('Must reference a message');
      }
    },
  },
  {
    on: ['zeebe:CalledDecision'],
    check(called, report) {
      if (!text(called, 'resultVariable')) report("Attribute 'resultVariable' must be present and not empty");
    },
  },
  {
    on: ['zeebe:Script'],
    check(script, report) {
      if (isBlank(text(script, 'resultVariable')))
        report("Attribute 'resultVariable' must be present and not empty");
    },
  },
  {
    on: ['zeebe:FormDefinition'],
    check(definition, report) {
      const isNative = extension(taskOf(definition), 'zeebe:UserTask') !== undefined;
      const other = isNative ? 'externalReference' : 'formKey';
      if (isBlank(text(definition, 'formId')) !== isBlank(text(definition, other))) return;
      const suffix = isNative ? ' for native user tasks' : '';
      report(`Exactly one of the attributes 'formId, ${other}' must be present and not blank${suffix}`);
    },
  },
  {
    on: ['zeebe:PriorityDefinition'],
    check(definition, report) {
      const priority = text(definition, 'priority') ?? '';
      const isNumber = /^-?\d+$/.test(priority);
      if (isNumber && (Number(priority) < 0 || Number(priority) > 100))
        report(`Priority must be a number between 0 and 100, but was '${priority}'.`);
    },
  },
  {
    on: ['zeebe:UserTaskForm'],
    check(form, report) {
      if (isBlank(text(form, 'body'))) report('User task form text content has to be present and not empty');
    },
  },
];

function either(type: string, name: string): Rule {
  const tag = name.charAt(0).toLowerCase() + name.slice(1);
  return {
    on: [type],
    check(task, report) {
      const counts = [
        extensions(task, `zeebe:${name}`).length,
        extensions(task, 'zeebe:TaskDefinition').length,
      ];
      if (!isExactlyOne(...counts)) {
        report(`Must have either one 'zeebe:${tag}' or one 'zeebe:taskDefinition' extension element`);
      }
    },
  };
}

function isExactlyOne(...counts: readonly number[]): boolean {
  return counts.reduce((sum, count) => sum + count, 0) === 1;
}

function taskOf(extensionElement: Element): Element | undefined {
  let current: Element | undefined = extensionElement;
  while (current !== undefined && !isA(current, 'bpmn:FlowElement')) current = current.$parent;
  return current;
}

function isBlank(value: string | undefined): boolean {
  return value === undefined || value.trim() === '';
}
