import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { findProblems, type Known } from '../../src/studio/checks';
import { kindOf, type DraftFile } from '../../src/studio/files';

const known: Known = {
  groups: new Map([
    ['dsi', 2],
    ['gs', 1],
    ['cb-bit', 1],
    ['vide', 0],
  ]),
  deployment: {
    settings: new Map(),
    around: {
      hasForm: async (id) => id === 'deploye',
      hasDecision: async () => false,
      hasProcess: async () => false,
      hasTemplate: async (name) => name === 'b-demande',
      hasGroup: async (name) => ['dsi', 'gs', 'cb-bit', 'vide'].includes(name),
      hasWorker: async (type) => ['send-mail', 'archive'].includes(type),
    },
  },
};
const problems = (files: readonly DraftFile[]) => findProblems({ known: async () => known }, files);
const rulesOf = async (xml: string, others: readonly DraftFile[] = []) =>
  (await problems([{ name: 'p.bpmn', content: xml }, ...others])).map(
    ({ rule, severity, elementId }) => `${severity} ${rule} ${elementId ?? '-'}`,
  );

/** A process s → `inner` → e with a drawing of each. */
function diagram(inner: string, flows = '', { isDrawn = true, start = '' } = {}): string {
  const ids = [...inner.matchAll(/ id="([^"]*)"/g), ...flows.matchAll(/ id="([^"]*)"/g)].map(
    (match) => match[1] ?? '',
  );
  const shapes = ids
    .filter((id) => inner.includes(`id="${id}"`))
    .map(
      (id, index) =>
        `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${String(150 * index + 200)}" y="100" width="100" height="80" /></bpmndi:BPMNShape>`,
    );
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">
<bpmn:process id="p" name="Essai" isExecutable="true">
<bpmn:startEvent id="s" name="Début">${start}<bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
${inner}
<bpmn:endEvent id="e" name="Fin"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t" />
${flows === '' ? '<bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e" />' : flows}
</bpmn:process>
${isDrawn ? `<bpmndi:BPMNDiagram id="dd"><bpmndi:BPMNPlane id="pl" bpmnElement="p"><bpmndi:BPMNShape id="s_di" bpmnElement="s"><dc:Bounds x="10" y="120" width="36" height="36" /></bpmndi:BPMNShape><bpmndi:BPMNShape id="e_di" bpmnElement="e"><dc:Bounds x="90" y="300" width="36" height="36" /></bpmndi:BPMNShape>${shapes.join('')}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>` : ''}
</bpmn:definitions>`;
}
const task = (extensions: string, tag = 'userTask', more = ''): string =>
  `<bpmn:${tag} id="t" name="Lire"><bpmn:extensionElements>${extensions}</bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>${more}</bpmn:${tag}>`;
const assigned = '<zeebe:assignmentDefinition candidateGroups="dsi" />';
const choice = (a: string, b: string, attributes = 'name="Oui ?"'): readonly [string, string] => [
  `<bpmn:exclusiveGateway id="t" ${attributes}><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing><bpmn:outgoing>f3</bpmn:outgoing></bpmn:exclusiveGateway>`,
  `<bpmn:sequenceFlow id="f2" ${a} sourceRef="t" targetRef="e"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=avis = "oui"</bpmn:conditionExpression></bpmn:sequenceFlow><bpmn:sequenceFlow id="f3" ${b} sourceRef="t" targetRef="e" />`,
];

describe('a sound draft', () => {
  it('has no error', async () => {
    expect((await rulesOf(diagram(task(assigned)))).filter((rule) => rule.startsWith('ERROR'))).toEqual([]);
  });
});

describe('each rule finds its fault, at its element', () => {
  it.each([
    ['a task of nobody', diagram(task('')), 'WARNING no-assignment t'],
    [
      'a group that nobody knows',
      diagram(task('<zeebe:assignmentDefinition candidateGroups="dsi, inconnu" />')),
      'WARNING unknown-group t',
    ],
    [
      'a group without member',
      diagram(task('<zeebe:assignmentDefinition candidateGroups="vide" />')),
      'WARNING group-member t',
    ],
    [
      'a job type that no worker knows',
      diagram(task('<zeebe:taskDefinition type="cafe" />', 'serviceTask')),
      'WARNING no-worker t',
    ],
    [
      'an unknown form',
      diagram(task(`${assigned}<zeebe:formDefinition formId="absent" />`)),
      'ERROR unknown-form t',
    ],
    [
      'an unknown decision',
      diagram(task('<zeebe:calledDecision decisionId="absente" resultVariable="r" />', 'businessRuleTask')),
      'ERROR unknown-decision t',
    ],
    [
      'an unknown procedure',
      diagram(task('<zeebe:calledElement processId="absente" />', 'callActivity')),
      'ERROR unknown-procedure t',
    ],
    [
      'an unknown mail template',
      diagram(
        task(
          '<zeebe:taskDefinition type="send-mail" /><zeebe:taskHeaders><zeebe:header key="template" value="absent" /></zeebe:taskHeaders>',
          'serviceTask',
        ),
      ),
      'ERROR unknown-template t',
    ],
    [
      'a procedure that calls itself',
      diagram(task('<zeebe:calledElement processId="p" />', 'callActivity')),
      'WARNING recursion t',
    ],
    [
      'an expression that does not parse',
      diagram(task('<zeebe:assignmentDefinition assignee="=(awa" />')),
      'ERROR expressions t',
    ],
    ['no drawing', diagram(task(assigned), '', { isDrawn: false }), 'WARNING no-diagram -'],
    [
      'a choice without question',
      diagram(...choice('name="Oui"', 'name="Non"', 'default="f3"')),
      'WARNING gateway-question t',
    ],
    [
      'an answer without name',
      diagram(...choice('name="Oui"', '', 'name="Oui ?" default="f3"')),
      'WARNING gateway-question f3',
    ],
    [
      'a variable that nobody sets',
      diagram(...choice('name="Oui"', 'name="Non"', 'name="Oui ?" default="f3"')),
      'WARNING set-variables f2',
    ],
    ['a flow without condition', diagram(...choice('name="Oui"', 'name="Non"')), 'ERROR engine f3'],
    [
      'no executable process',
      diagram(task(assigned)).replace('isExecutable="true"', 'isExecutable="false"'),
      'ERROR not-executable -',
    ],
    [
      'a step that is not connected',
      diagram(`${task(assigned)}<bpmn:task id="x" name="Seul" />`),
      'WARNING lint x',
    ],
  ])('%s', async (_, xml, expected) => {
    expect(await rulesOf(xml)).toContain(expected);
  });

  it('a form of the draft that asks for a variable sets it', async () => {
    const form = {
      name: 'f.form',
      content: JSON.stringify({
        id: 'f',
        type: 'default',
        components: [{ type: 'textfield', key: 'avis', label: 'Avis' }],
      }),
    };
    const [inner, flows] = choice('name="Oui"', 'name="Non"', 'name="Oui ?" default="f3"');
    const xml = diagram(inner, flows, {
      start: '<bpmn:extensionElements><zeebe:formDefinition formId="f" /></bpmn:extensionElements>',
    });
    expect((await rulesOf(xml, [form])).filter((rule) => rule.includes('set-variables'))).toEqual([]);
    expect(
      (await rulesOf(xml, [{ ...form, content: form.content.replace('avis', 'autre') }])).join(),
    ).toContain('set-variables f2');
  });

  it.each([
    ['p.bpmn', 'bonjour'],
    ['f.form', '{'],
    ['d.dmn', '<a>'],
    ['p.bpmn', `<!DOCTYPE a [<!ENTITY b "c">]>${diagram(task(assigned))}`],
  ])('%s that cannot be read: %s', async (name, content) => {
    const found = await problems([{ name, content }]);
    expect(found).toContainEqual(
      expect.objectContaining({ rule: 'readable', severity: 'ERROR', file: name }),
    );
  });
});

describe('what people read', () => {
  it('is French for every finding on spoiled procedures of the guide', async () => {
    const folder = path.join(projectRoot, 'processes', 'b-deploiement-materiel-informatique');
    const files = readdirSync(folder)
      .filter((name) => kindOf(name) !== null)
      .map((name) => ({ name, content: readFileSync(path.join(folder, name), 'utf8') }));
    const spoiled = files.map((file) => ({
      ...file,
      content: file.content
        .replaceAll(/<zeebe:taskDefinition [^>]*>/g, '')
        .replaceAll(/<bpmn:conditionExpression[\s\S]*?<\/bpmn:conditionExpression>/g, '')
        .replaceAll(/candidateGroups="[^"]*"/g, ''),
    }));
    const found = await problems(spoiled);
    expect(found.length).toBeGreaterThan(10);
    for (const { text, why } of found) {
      expect(`${text} ${why}`).not.toMatch(/\b(must|should|element|is not|the)\b/i);
    }
  });
});
