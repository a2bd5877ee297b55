/** Who may start a procedure: its diagram says so, by page, API and mail alike. */
import { describeProcess, factsOf } from '../../src/bpmn';
import { mayStart } from '../../src/app/rights';
import { checkStarter } from '../../src/cases/may-start';
import type { Account, Role } from '../../src/identity/account';

const account = (roles: readonly Role[], groups: readonly string[]): Account => ({
  name: 'ama',
  displayName: 'Ama Koffi',
  email: null,
  roles,
  groups,
  superior: null,
});
const diagram = (property: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="reservee" name="Réservée" isExecutable="true">
    <bpmn:extensionElements><zeebe:properties>${property}</zeebe:properties></bpmn:extensionElements>
    <bpmn:startEvent id="debut" />
  </bpmn:process>
</bpmn:definitions>`;
const startGroups = async (property: string) =>
  factsOf(await describeProcess(diagram(property), 'reservee')).startGroups;

test.each([
  ['<zeebe:property name="logigramme:demarrage" value="cb-be, csdc" />', ['cb-be', 'csdc']],
  ['<zeebe:property name="logigramme:demarrage" value=" " />', []],
  ['<zeebe:property name="logigramme:lettre" value="Z" />', []],
])('the diagram names its starters: %s', async (property, groups) => {
  expect(await startGroups(property)).toEqual(groups);
});

test.each([
  [['agent'], ['csdc'], ['cb-be', 'csdc'], true],
  [['agent'], ['csgr'], ['cb-be', 'csdc'], false],
  [['agent'], [], [], true],
  [['manager'], [], ['csdc'], false],
  [['admin'], [], ['csdc'], true],
] as const)('a %s of %j may start what is for %j: %s', (roles, groups, starters, may) => {
  expect(mayStart(account(roles, groups), { startGroups: starters })).toBe(may);
});

test('whoever may not is told who may, and what to do', () => {
  const refuse = () => checkStarter(account(['agent'], ['gs']), { name: 'Réservée', startGroups: ['csdc'] });
  expect(refuse).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  expect(refuse).toThrow(/« Réservée » est réservée aux membres de « csdc ».*« ama ».*« Comptes »/u);
});
