/** bpmnlint, and what Camunda's modeler checks for Zeebe 8.5 and 8.6. */
import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';
import { processFiles, readProcessFile } from './files';

const config = {
  extends: [
    'bpmnlint:recommended',
    'plugin:camunda-compat/camunda-cloud-8-5',
    'plugin:camunda-compat/camunda-cloud-8-6',
  ],
  rules: {
    // Loops and alternatives meet at the step they lead to, as in the guide's logigrammes, without a gateway.
    'fake-join': 'off',
    // User tasks are jobs: 8.5 knows no other, and the inbox completes them by key.
    'camunda-compat/zeebe-user-task': 'off',
  },
};

/** Camunda Modeler's own attributes, which say for which engine a file is. */
const modeler = {
  name: 'Modeler',
  uri: 'http://camunda.org/schema/modeler/1.0',
  prefix: 'modeler',
  types: [
    {
      name: 'Definitions',
      isAbstract: true,
      extends: ['bpmn:Definitions'],
      properties: [
        { name: 'executionPlatform', isAttr: true, type: 'String' },
        { name: 'executionPlatformVersion', isAttr: true, type: 'String' },
      ],
    },
  ],
};

async function lint(xml: string): Promise<string[]> {
  const { rootElement, warnings } = await new BpmnModdle({ zeebe, modeler }).fromXML(xml);
  const linter = new Linter({ resolver: new NodeResolver({ requireLocally: require }), config });
  const reports = Object.entries(await linter.lint(rootElement));
  const faults = reports.flatMap(([rule, found]) =>
    found.map(({ id, message }) => `${rule}: ${id}: ${message}`),
  );
  return [...warnings.map(({ message }) => message), ...faults];
}

test.each(processFiles('.bpmn'))('%s', async (file) => {
  expect(await lint(readProcessFile(file))).toEqual([]);
});

test('a fault is found', async () => {
  const file = 'b-deploiement-materiel-informatique/b-deploiement-materiel-informatique.bpmn';
  const spoiled = readProcessFile(file).replace('<zeebe:taskDefinition type="check-stock" />', '');
  const faults = await lint(spoiled);
  expect(faults.join('\n')).toContain('camunda-compat/implementation: B5_verifier_disponibilite');
});
