import { describeProcess, factsOf } from '../../src/bpmn';

const processOf = (content: string): string =>
  `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">${content}</bpmn:definitions>`;

const task = (extension: string, tag = 'userTask'): string =>
  processOf(
    `<bpmn:process id="p" isExecutable="true"><bpmn:${tag} id="t"><bpmn:extensionElements>${extension}` +
      `</bpmn:extensionElements></bpmn:${tag}></bpmn:process>`,
  );
const assigned = (groups: string): string =>
  task(`<zeebe:assignmentDefinition candidateGroups="${groups}" />`);
const input = (source: string, target: string): string =>
  task(
    `<zeebe:ioMapping><zeebe:input source="${source}" target="${target}" /></zeebe:ioMapping>`,
    'callActivity',
  );
const lanes = (...names: string[]): string =>
  processOf(
    `<bpmn:process id="p" isExecutable="true"><bpmn:laneSet id="s">${names
      .map((name, index) => `<bpmn:lane id="l${String(index)}" name="${name}" />`)
      .join('')}</bpmn:laneSet></bpmn:process>`,
  );

const groups = async (xml: string) => factsOf(await describeProcess(xml, 'p'));

describe('the groups of a process', () => {
  it.each([
    ['names, separated by commas', assigned('dsi, cb-bit'), ['cb-bit', 'dsi']],
    ['a FEEL list', assigned('=[&quot;gs&quot;]'), ['gs']],
    [
      'texts inside a FEEL expression',
      assigned('=if a = 1 then [&quot;gs&quot;] else [&#34;dsi&#34;]'),
      ['dsi', 'gs'],
    ],
    ['a variable names nobody here', assigned('=groupes'), []],
    ['an expression that does not parse', assigned('=[&quot;gs&quot;'), []],
    ['an assignee alone', task('<zeebe:assignmentDefinition assignee="x" />'), []],
    [
      'nothing that looks like it in a text',
      task('<zeebe:property name="candidateGroups" value="dsi" />'),
      [],
    ],
    [
      'the header of work by hand',
      task(
        '<zeebe:taskHeaders><zeebe:header value="gs" key="candidateGroups" /></zeebe:taskHeaders>',
        'serviceTask',
      ),
      ['gs'],
    ],
    [
      'a context given to a circuit',
      input('=[{nom: &quot;DGD&quot;, groupe: &quot;dgd&quot;}]', 'echelons'),
      ['dgd'],
    ],
    ['an input whose name begins with groupe', input('=&quot;cssd&quot;', 'groupeClassement'), ['cssd']],
    ['no input of another name', input('=&quot;cssd&quot;', 'classement'), []],
  ])('%s', async (_, xml, expected) => {
    expect((await groups(xml)).assignedGroups).toEqual(expected);
  });

  it.each([
    [
      ['CB Réseau &amp; co', 'GS'],
      ['cb-reseau-co', 'gs'],
    ],
    [['L&#8217;équipe « Été »'], ['l-equipe-ete']],
    [['&lt;GS&gt;'], ['gs']],
  ])('has its lanes %j as people read them: %j', async (names, expected) => {
    const facts = await groups(lanes(...names));
    expect(facts.actorGroups).toEqual(expected);
    expect(facts.assignedGroups).toEqual([]);
  });
});

describe('the messages that start a process', () => {
  const started = (name: string, inner: string): string =>
    processOf(
      `<bpmn:message id="m" name="${name}" /><bpmn:process id="p" isExecutable="true">${inner}</bpmn:process>`,
    );
  const start = '<bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="m" /></bpmn:startEvent>';

  it.each([
    ['by its name', started('demande', start), ['demande']],
    ['by the name as people write it', started('demande &amp; suite', start), ['demande & suite']],
    ['not by a task of that name', started('demande', '<bpmn:task id="s" name="demande" />'), []],
    [
      'not by a message that is awaited later',
      started(
        'demande',
        '<bpmn:intermediateCatchEvent id="c"><bpmn:messageEventDefinition messageRef="m" /></bpmn:intermediateCatchEvent>',
      ),
      [],
    ],
  ])('%s', async (_, xml, expected) => {
    expect((await groups(xml)).startMessages).toEqual(expected);
  });
});
