/** Each rule on a file of its own, and all of them on what the program brings along. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../src/config/root';
import { checkDeployment, ruleIds, Severity, type RuleSettings } from '../../../src/procedures/checks';
import { formRuleIds } from '../../../src/forms/checks';
import { readProcedure } from '../../../src/procedures/deploy';
import { surroundings } from '../surroundings';

const file = (name: string) => ({ name, content: readFileSync(path.join(__dirname, name), 'utf8') });
const check = (
  resources: Parameters<typeof checkDeployment>[0],
  missing: readonly string[] = [],
  settings: RuleSettings = new Map(),
) => checkDeployment(resources, { around: surroundings(missing), settings });

/** With namespaces and a diagram, as every rule but its own is to be silent. */
const process = (inside: string) =>
  `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t"><bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/>${inside}</bpmn:process><bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="P" bpmnElement="p"/></bpmndi:BPMNDiagram></bpmn:definitions>`;
const task = (extension: string, tag = 'userTask') =>
  process(
    `<bpmn:${tag} id="t" name="Viser"><bpmn:extensionElements>${extension}</bpmn:extensionElements></bpmn:${tag}>`,
  );
const assigned = '<zeebe:assignmentDefinition candidateGroups="dsi"/>';
const mail = (inside: string) => task(`<zeebe:taskDefinition type="send-mail"/>${inside}`, 'sendTask');
const repeated = (cycle: string) =>
  process(
    `<bpmn:startEvent id="r"><bpmn:timerEventDefinition id="rt"><bpmn:timeCycle>${cycle}</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>`,
  );
const named = (content: string) => ({ name: 'p.bpmn', content });

const refused = Severity.REFUSED;
const told = Severity.TOLD;
type Case = readonly [
  rule: string,
  severity: Severity,
  element: string | null,
  resource: ReturnType<typeof file>,
  missing: readonly string[],
];
const faults: readonly Case[] = [
  ['empty-file', refused, null, { name: 'vide.dmn', content: ' \n' }, []],
  ['not-executable', refused, null, file('not-exec.bpmn'), []],
  ['camunda-7', refused, 't', file('camunda7.bpmn'), []],
  ['no-diagram', told, null, file('no-di.bpmn'), []],
  ['unknown-form', refused, 't', file('unknown-form.bpmn'), ['n-existe-pas']],
  ['unknown-form', refused, 't', named(task(`<zeebe:formDefinition formId="f"/>${assigned}`)), ['f']],
  [
    'form-elsewhere',
    refused,
    't',
    named(task(`<zeebe:formDefinition formKey="camunda-forms:bpmn:u"/>${assigned}`)),
    [],
  ],
  [
    'form-elsewhere',
    refused,
    't',
    named(task(`<zeebe:formDefinition formKey="https://forms.example/1"/>${assigned}`)),
    [],
  ],
  [
    'form-elsewhere',
    refused,
    't',
    named(task(`<zeebe:userTask/><zeebe:formDefinition externalReference="x"/>${assigned}`)),
    [],
  ],
  ['unknown-decision', refused, 't', file('unknown-decision.bpmn'), ['absente']],
  ['unknown-procedure', refused, 't', file('unknown-called.bpmn'), ['procedure-absente']],
  [
    'unknown-template',
    refused,
    't',
    named(mail('<zeebe:taskHeaders><zeebe:header key="template" value="m"/></zeebe:taskHeaders>')),
    ['m'],
  ],
  [
    'unknown-template',
    refused,
    't',
    named(mail('<zeebe:ioMapping><zeebe:input source="=&#34;m&#34;" target="modele"/></zeebe:ioMapping>')),
    ['m'],
  ],
  ['no-template', told, 't', file('unknown-template.bpmn'), []],
  ['no-assignment', told, 't', file('no-assign.bpmn'), []],
  ['unknown-group', told, 't', file('unknown-group.bpmn'), ['groupe-qui-nexiste-pas']],
  ['no-worker', told, 't', file('no-worker.bpmn'), ['payer-la-paie']],
  ['short-cycle', told, 'r', named(repeated('R/PT0S')), []],
  ['short-cycle', told, 'r', named(repeated('R1000/PT59S')), []],
  ['short-cycle', told, 'r', named(repeated('=cycle(duration("PT0S"))')), []],
  ['short-cycle', told, 'r', named(repeated('R/P-1D')), []],
];

test.each(faults)('%s: %s, at %s', async (rule, severity, elementId, resource, missing) => {
  const findings = await check([resource], missing);
  const found = findings.filter((finding) => finding.rule === rule);
  expect(found).toMatchObject([{ severity, elementId, resource: resource.name }]);
  expect(found[0]?.message).toMatch(/[.]$/);
});

test.each(['R/PT1M', 'R3/PT1S', 'R/P1M', '0 0 9 * * *', '=cycle(pause)'])(
  'a timer that repeats by %s is not too fast',
  async (cycle) => {
    const findings = await check([named(repeated(cycle))], []);
    expect(findings.filter(({ rule }) => rule === 'short-cycle')).toEqual([]);
  },
);

test('every rule about diagrams has a fixture', () => {
  const own = ruleIds.filter((id) => !formRuleIds.includes(id));
  expect([...new Set(faults.map(([rule]) => rule))].sort()).toEqual([...own].sort());
});

test('what a deployment brings along is there', async () => {
  const resources = [
    named(task(`<zeebe:formDefinition formId="f"/>${assigned}`)),
    { name: 'f.form', content: JSON.stringify({ id: 'f', type: 'default', components: [] }) },
  ];
  expect(await check(resources, ['f'])).toEqual([]);
});

test('expressions are left to the case: they may be anything', async () => {
  const found = await check(
    [
      named(
        task('<zeebe:assignmentDefinition candidateGroups="=groupes"/><zeebe:formDefinition formId="=f"/>'),
      ),
    ],
    ['groupes', '=groupes', 'f', '=f'],
  );
  expect(found).toEqual([]);
});

test('a setting refuses, tells or is silent', async () => {
  const [first] = await check([file('no-assign.bpmn')], [], new Map([['no-assignment', Severity.REFUSED]]));
  expect(first).toMatchObject({ rule: 'no-assignment', severity: 'refused' });
  expect(await check([file('no-assign.bpmn')], [], new Map([['no-assignment', 'off' as const]]))).toEqual([]);
});

test.each(readdirSync(path.join(projectRoot, 'processes')))('%s passes', async (folder) => {
  const resources = await readProcedure(path.join(projectRoot, 'processes', folder));
  expect(await check(resources)).toEqual([]);
});
