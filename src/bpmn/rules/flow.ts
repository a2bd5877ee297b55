/** Gateways, sequence flows and the shape of processes. */
import {
  child,
  eventDefinitions,
  flowElements,
  idOf,
  isA,
  isExecutable,
  processes,
  type Element,
} from '../element';
import type { Rule } from './rule';

const EXECUTABLE = new Set(
  [
    'BoundaryEvent BusinessRuleTask EndEvent EventBasedGateway ExclusiveGateway InclusiveGateway',
    'IntermediateCatchEvent ParallelGateway ReceiveTask ScriptTask SequenceFlow SendTask ServiceTask StartEvent',
    'SubProcess CallActivity UserTask IntermediateThrowEvent ManualTask Task',
    'DataObject DataObjectReference DataStoreReference',
  ]
    .join(' ')
    .split(' ')
    .map((name) => `bpmn:${name}`),
);

export const flowRules: readonly Rule[] = [
  {
    on: ['bpmn:Definitions'],
    check(root, report) {
      if (!processes(root).some(isExecutable)) report('Must contain at least one executable process');
    },
  },
  {
    on: ['bpmn:Process'],
    check(process, report) {
      const starts = startEvents(process);
      if (starts.length === 0) report('Must have at least one start event');
      else if (starts.filter((start) => eventDefinitions(start).length === 0).length > 1) {
        report('Multiple none start events are not allowed');
      }
    },
  },
  {
    on: ['bpmn:SubProcess'],
    check(subprocess, report) {
      const starts = startEvents(subprocess);
      if (starts.length !== 1 && !isA(subprocess, 'bpmn:AdHocSubProcess'))
        report('Must have exactly one start event');
      const [start] = starts;
      if (
        start !== undefined &&
        subprocess['triggeredByEvent'] !== true &&
        eventDefinitions(start).length > 0
      ) {
        report('Start events in subprocesses must be of type none');
      }
    },
  },
  {
    on: ['bpmn:FlowElement'],
    check(element, report) {
      if (EXECUTABLE.has(element.$type)) return;
      const type = element.$type.slice('bpmn:'.length);
      report(
        `Elements of type '${type}' are currently not supported. Please refer to the documentation for a list of` +
          ' supported elements: https://docs.camunda.io/docs/components/modeler/bpmn/bpmn-coverage/',
      );
    },
  },
  {
    on: ['bpmn:FlowNode'],
    check(node, report, { outgoing }) {
      if (isA(node, 'bpmn:ExclusiveGateway') || isA(node, 'bpmn:InclusiveGateway')) return;
      if (outgoing(node).some((flow) => child(flow, 'conditionExpression') !== undefined)) {
        report('Conditional sequence flows are only supported at exclusive or inclusive gateway');
      }
    },
  },
  {
    on: [
      'bpmn:Process',
      'bpmn:Message',
      'bpmn:FlowNode',
      'bpmn:SequenceFlow',
      'bpmn:LinkEventDefinition',
      'bpmn:CompensateEventDefinition',
    ],
    check(element, report) {
      if (idOf(element) === '') report("Attribute 'id' must be present and not empty");
    },
  },
  {
    on: ['bpmn:SequenceFlow'],
    check(flow, report) {
      const source = child(flow, 'sourceRef');
      const target = child(flow, 'targetRef');
      if (source === undefined || target === undefined) report('Must have a source and a target');
      else if (source.$parent !== flow.$parent || target.$parent !== flow.$parent) {
        report('Must connect elements of the same process or subprocess');
      }
    },
  },
  {
    on: ['bpmn:SequenceFlow'],
    check(flow, report, { outgoing }) {
      const source = child(flow, 'sourceRef');
      if (source === undefined || outgoing(source).length < 2) return;
      if (child(source, 'default') === flow || child(flow, 'conditionExpression') !== undefined) return;
      if (isA(source, 'bpmn:ExclusiveGateway')) report('Must have a condition or be default flow');
      if (isA(source, 'bpmn:InclusiveGateway')) report('Must have a condition');
    },
  },
  {
    on: ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway'],
    check(gateway, report) {
      const flow = child(gateway, 'default');
      if (flow !== undefined && child(flow, 'sourceRef') !== gateway)
        report('Default flow must start at gateway');
    },
  },
];

function startEvents(scope: Element): readonly Element[] {
  return flowElements(scope).filter((element) => isA(element, 'bpmn:StartEvent'));
}
