/** Extension elements that Zeebe reads one of, and gives up on two. */
import { child, extension, extensions, isA, isExecutable, processes, walk, type Element } from './element';

const JOBS = [
  'bpmn:ServiceTask',
  'bpmn:SendTask',
  'bpmn:ScriptTask',
  'bpmn:BusinessRuleTask',
  'bpmn:UserTask',
];
const USER_TASK = ['AssignmentDefinition', 'FormDefinition', 'TaskSchedule', 'UserTask', 'TaskListeners'];

/** What Zeebe says of the first; undefined when there is none. It says so when all else is right. */
export function extensionGivenTwice(root: Element): string | undefined {
  for (const process of processes(root).filter(isExecutable)) {
    for (const element of walk(process)) {
      const count = Math.max(
        0,
        ...readOnce(element).map((name) => extensions(element, `zeebe:${name}`).length),
      );
      if (count > 1) return `Collection expected to have <1> entry but has <${count}>`;
    }
  }
  return undefined;
}

function readOnce(element: Element): readonly string[] {
  if (child(element, 'extensionElements') === undefined) return [];
  if (isA(element, 'bpmn:Process')) return ['ExecutionListeners'];
  if (!isA(element, 'bpmn:FlowNode')) return [];
  return [
    'IoMapping',
    'ExecutionListeners',
    ...(JOBS.some((type) => isA(element, type)) || isA(element, 'bpmn:ThrowEvent') ? ['TaskHeaders'] : []),
    ...(isA(element, 'bpmn:UserTask') ? USER_TASK : []),
    ...(extension(element, 'zeebe:UserTask') === undefined ? [] : ['PriorityDefinition']),
  ];
}
