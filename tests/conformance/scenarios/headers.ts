/** The order of a job's custom headers. */
import { element, withOwnIds } from '../../engine/kit/bpmn';
import { create, deploy, line, type Script } from '../kit/steps';

const header = (key: string): string => `<zeebe:header key="${key}" value="v-${key}" />`;
const headers = (...keys: readonly string[]): string =>
  `<zeebe:taskHeaders>${keys.map(header).join('')}</zeebe:taskHeaders>`;
const job = (type: string): string => `<zeebe:taskDefinition type="${type}" />`;

const sets: readonly (readonly string[])[] = [
  ['b', 'a'],
  ['2', '1', 'a', '10'],
  ['zeta', 'alpha', 'mid', 'omega', 'beta', 'x', 'y', 'w'],
  ['é', '漢', 'e', '__proto__', 'constructor', '-1', '01'],
  ['k13', 'k12', 'k11', 'k10', 'k9', 'k8', 'k7', 'k6', 'k5', 'k4', 'k3', 'k2', 'k1'],
  ['Aa', 'BB', 'AaAa', 'BBBB', 'AaBB'],
];

function order(): Script {
  const steps = sets.map((keys, index): [string, string] => [
    `t${String(index)}`,
    element('serviceTask', `t${String(index)}`, job(`x-hd-${String(index)}`) + headers(...keys)),
  ]);
  const form = '<zeebe:formDefinition formKey="f" />';
  const assigned =
    '<zeebe:assignmentDefinition assignee="anne" candidateGroups="g" candidateUsers="u" />' +
    '<zeebe:taskSchedule dueDate="2030-01-01T00:00:00Z" followUpDate="2029-01-01T00:00:00Z" />';
  const file = line('x-headers', [
    ...steps,
    ['u', element('userTask', 'u', form + assigned + headers('b', '1', 'a'))],
    ['l', element('userTask', 'l', form + headers('z', 'y', 'a'))],
  ]);
  return {
    name: 'custom headers come in an order of their own',
    steps: [
      deploy(file),
      create('x-headers'),
      ...sets.flatMap((_keys, index) => [
        { do: 'activate' as const, type: `x-hd-${String(index)}`, show: true },
        { do: 'completeLast' as const },
      ]),
      { do: 'activate', type: 'io.camunda.zeebe:userTask', show: true },
      { do: 'completeLast' },
      { do: 'activate', type: 'io.camunda.zeebe:userTask', show: true },
      { do: 'completeLast' },
    ],
  };
}

export const headersScripts: readonly Script[] = [order].map(withOwnIds);
