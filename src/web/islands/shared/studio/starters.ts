/** What a new form or decision begins with. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const form = (id: string): string =>
  `${JSON.stringify(
    {
      id,
      type: 'default',
      schemaVersion: 18,
      executionPlatform: 'Camunda Cloud',
      executionPlatformVersion: '8.6.0',
      components: [],
    },
    null,
    2,
  )}\n`;

const decision = (id: string, name: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="definitions-${id}" name="${escaped(name)}" namespace="http://camunda.org/schema/1.0/dmn">
  <decision id="${id}" name="${escaped(name)}">
    <decisionTable id="table-${id}">
      <input id="entree-1"><inputExpression id="expression-1" typeRef="string"><text></text></inputExpression></input>
      <output id="sortie-1" name="resultat" typeRef="string" />
    </decisionTable>
  </decision>
  <dmndi:DMNDI><dmndi:DMNDiagram><dmndi:DMNShape dmnElementRef="${id}"><dc:Bounds height="80" width="180" x="160" y="100" /></dmndi:DMNShape></dmndi:DMNDiagram></dmndi:DMNDI>
</definitions>
`;

export const starterOf = (extension: 'form' | 'dmn', id: string, name: string): string =>
  extension === 'form' ? form(id) : decision(id, name);
