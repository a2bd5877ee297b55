/** The processes of the workloads. */

export const STEPS = { w1: 1, w3: 10 } as const;

function task(workload: string, step: number): string {
  return (
    `<bpmn:serviceTask id="${workload}-task-${step}"><bpmn:extensionElements>` +
    `<zeebe:taskDefinition type="${workload}-work" /></bpmn:extensionElements></bpmn:serviceTask>`
  );
}

function definitions(id: string, body: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" ' +
    `xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="${id}-definitions" targetNamespace="bench">` +
    `<bpmn:process id="bench-${id}" isExecutable="true">${body}</bpmn:process></bpmn:definitions>`
  );
}

/** Start, the elements in sequence, end. */
function sequence(id: string, elements: readonly { readonly id: string; readonly xml: string }[]): string {
  const ids = ['start', ...elements.map((element) => element.id), 'end'];
  const flows = ids
    .slice(1)
    .map(
      (target, index) =>
        `<bpmn:sequenceFlow id="flow-${index}" sourceRef="${ids[index]}" targetRef="${target}" />`,
    );
  const body = `<bpmn:startEvent id="start" />${elements.map(({ xml }) => xml).join('')}<bpmn:endEvent id="end" />`;
  return definitions(id, body + flows.join(''));
}

function services(id: 'w1' | 'w3'): string {
  const tasks = Array.from({ length: STEPS[id] }, (_, step) => ({
    id: `${id}-task-${step}`,
    xml: task(id, step),
  }));
  return sequence(id, tasks);
}

/** `items` elements at once, each a job. */
function multiInstance(id: string, output: string): { readonly name: string; readonly content: string } {
  const xml =
    '<bpmn:serviceTask id="each"><bpmn:extensionElements><zeebe:taskDefinition type="multi-work" />' +
    '</bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>' +
    `<zeebe:loopCharacteristics inputCollection="=items" inputElement="item" ${output}/>` +
    '</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>';
  return { name: `bench-${id}.bpmn`, content: sequence(id, [{ id: 'each', xml }]) };
}

export const resources = [
  { name: 'bench-w1.bpmn', content: services('w1') },
  { name: 'bench-w3.bpmn', content: services('w3') },
  {
    name: 'bench-w2.bpmn',
    content: sequence('w2', [{ id: 'wait', xml: '<bpmn:userTask id="wait" />' }]),
  },
] as const;

/** With the results in a list, which each record of the element holds whole as it grows, and without. */
export const multiInstanceResources = [
  multiInstance('collect', 'outputCollection="results" outputElement="=item" '),
  multiInstance('each', ''),
] as const;
