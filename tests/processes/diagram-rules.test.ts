import { diagramRules, readDiagram } from '../kit/diagram-rules';
import { processFiles, readProcessFile } from './files';

describe.each(processFiles('.bpmn'))('%s', (file) => {
  test.each(diagramRules)('$name', async (rule) => {
    expect(rule.check(await readDiagram(readProcessFile(file)))).toEqual([]);
  });
});

describe('each rule finds what it is for', () => {
  const xml = readProcessFile('b-deploiement-materiel-informatique/b-deploiement-materiel-informatique.bpmn');

  /** Replaces the first match after the place where `after` stands. */
  function spoil(after: string, pattern: RegExp, replacement: string): string {
    const at = xml.indexOf(after);
    expect(at).not.toBe(-1);
    const spoiled = xml.slice(0, at) + xml.slice(at).replace(pattern, replacement);
    expect(spoiled === xml).toBe(false);
    return spoiled;
  }

  const shape = (id: string) => `bpmnElement="${id}"`;
  const edge = (id: string) => `bpmnElement="${id}"`;

  test.each([
    [
      'everything drawn',
      spoil(shape('B8_deployer'), /bpmnElement="B8_deployer"/, 'bpmnElement="B9_receptionner_pv"'),
      'B8_deployer is not drawn',
    ],
    ['clean numbers', spoil(shape('B8_deployer'), / x="\d+"/, ' x="1760.5"'), '1760.5 is no whole number'],
    [
      'no overlapping shapes',
      spoil(shape('B9_receptionner_pv'), / x="\d+"/, ' x="1800"'),
      'B8_deployer overlaps B9_receptionner_pv',
    ],
    [
      'inside lanes',
      spoil(shape('B8_deployer'), / y="\d+"/, ' y="130"'),
      'B8_deployer is drawn outside Lane_CB',
    ],
    ['orthogonal flows', spoil(edge('B9_vers_B10'), / y="\d+"/, ' y="480"'), 'B9_vers_B10 is oblique'],
    [
      'orthogonal flows',
      spoil(edge('B9_vers_B10'), / x="\d+"/, ' x="2060"'),
      'B9_vers_B10 does not start at B9_receptionner_pv',
    ],
    [
      'no flow through a shape',
      spoil(shape('B7_signature'), / y="\d+"/, ' y="90"'),
      'B7_non runs through B7_signature',
    ],
    [
      'no flow along another',
      spoil(edge('B3_oui'), / x="\d+"/, ' x="560"'),
      'B3_vers_decision runs along B3_oui',
    ],
    [
      'free labels',
      spoil('id="B3_oui_di"', /(BPMNLabel>\s*<dc:Bounds x="\d+" y=)"\d+"/, '$1"463"'),
      'the label of B3_oui is on B3_oui',
    ],
    ['free labels', spoil('id="B_fin_di"', / height="42"/, ' height="10"'), 'too small'],
    ['left to right', spoil(shape('B_fin'), / x="\d+"/, ' x="200"'), 'B10_vers_fin goes left, but not back'],
    [
      'straight path',
      spoil(edge('B9_vers_B10'), /<di:waypoint /, '<di:waypoint x="2050" y="470" /><di:waypoint '),
      'B9_vers_B10 bends within its lane',
    ],
    [
      'questions and answers',
      spoil('id="B3_decision"', /name="[^"]*"/, 'name="Décision"'),
      'B3_decision asks no question',
    ],
    ['questions and answers', spoil('id="B3_oui"', /name="Oui"/, ''), 'B3_oui has no answer'],
    [
      'reconstruction marked',
      spoil('id="B6_sortie_stock"', /stock\*"/, 'stock"'),
      'B6_sortie_stock is reconstructed, but has no *',
    ],
    [
      'reconstruction marked',
      spoil('id="B6_sortie_stock"', /value="reconstruit"/, 'value="guide"'),
      'property logigramme:source',
    ],
    [
      'reconstruction marked',
      spoil('id="Note_reconstruit"', /\* reconstruit/, 'reconstruit'),
      'the legend of * is missing',
    ],
    ['documented', spoil('id="B8_deployer"', /Guide, l\. 128 : /, ''), 'B8_deployer names neither'],
  ])('%s', async (name, spoiled, fault) => {
    const rule = diagramRules.find((one) => one.name === name);
    const faults = rule?.check(await readDiagram(spoiled)) ?? [];
    expect(faults.join('\n')).toContain(fault);
  });
});
