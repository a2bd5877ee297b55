/**
 * Each file of `fixtures/refused` breaks a rule; the text beside it is what the validators of Zeebe 8.6.0 say of it.
 * Their order of elements is not defined, and the two FEEL parsers word their errors differently.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { formatErrors, parseBpmn } from '../../src/bpmn';

const folder = (name: string) => path.join(__dirname, 'fixtures', name);
const filesOf = (name: string) =>
  readdirSync(folder(name))
    .filter((file) => file.endsWith('.bpmn'))
    .map(
      (file) => [path.basename(file, '.bpmn'), readFileSync(path.join(folder(name), file), 'utf8')] as const,
    );

/** Messages by element, both sorted, FEEL parse failures up to their reason. */
function findings(text: string): Record<string, string[]> {
  const [, ...elements] = text.split('- Element: ');
  const found: Record<string, string[]> = {};
  for (const element of elements) {
    const [id = '', ...messages] = element.trimEnd().split('\n');
    found[id] = [...(found[id] ?? []), ...messages.map(withoutReason)].sort();
  }
  return found;
}

function withoutReason(message: string): string {
  return message.replace(/(failed to parse expression '[^']*'): .*/, '$1');
}

async function textOf(xml: string, name: string): Promise<string> {
  const result = await parseBpmn(xml, name);
  return result.ok ? 'accepted' : formatErrors(name, result.errors);
}

describe('a BPMN file that Zeebe refuses', () => {
  it.each(filesOf('refused'))('should be refused in the same words: %s', async (name, xml) => {
    const theirs = readFileSync(path.join(folder('refused'), `${name}.txt`), 'utf8');

    const ours = await textOf(xml, `${name}.bpmn`);

    expect(findings(ours)).toEqual(findings(theirs));
    expect(ours).toMatch(/^'[a-z-]+\.bpmn': - Element: /);
    expect(ours).toMatch(/\n {4}- ERROR: [\s\S]+\n$/);
  });
});

describe('a BPMN file that Zeebe accepts and the embedded engine does not run yet', () => {
  it.each(filesOf('unsupported'))('should be refused: %s', async (name, xml) => {
    const result = await parseBpmn(xml, `${name}.bpmn`);

    const messages = result.ok ? [] : result.errors.map(({ message }) => message);
    expect(messages).not.toEqual([]);
    for (const message of messages) expect(message).toMatch(/ is not supported by the embedded engine yet$/);
  });
});

describe('a link or a compensation definition without id, on which Zeebe fails', () => {
  it.each(['<bpmn:linkEventDefinition name="l" />', '<bpmn:compensateEventDefinition />'])(
    'should be refused in our own words: %s',
    async (definition) => {
      const xml = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
        <bpmn:process id="process" isExecutable="true"><bpmn:startEvent id="start" />
          <bpmn:intermediateThrowEvent id="t">${definition}</bpmn:intermediateThrowEvent>
          <bpmn:intermediateCatchEvent id="c"><bpmn:linkEventDefinition id="d" name="l" /></bpmn:intermediateCatchEvent>
        </bpmn:process></bpmn:definitions>`;

      expect(await textOf(xml, 'x.bpmn')).toMatch(
        /- Element: t > (link|compensate)EventDefinition\n {4}- ERROR: Attribute 'id' must be present and not empty/,
      );
    },
  );
});

describe('a loop of steps that wait for nothing', () => {
  const process = (inner: string) =>
    `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
      <bpmn:process id="process" isExecutable="true"><bpmn:startEvent id="start" />${inner}</bpmn:process>
    </bpmn:definitions>`;
  const flow = (id: string, from: string, to: string) =>
    `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`;

  it('should be refused, naming its way round', async () => {
    const xml = process(
      `<bpmn:task id="t" /><bpmn:manualTask id="m" />${flow('f1', 'start', 't')}${flow('f2', 't', 'm')}${flow('f3', 'm', 't')}`,
    );

    expect(await textOf(xml, 'x.bpmn')).toBe(
      '`x.bpmn`: - Process: process\n' +
        '    - ERROR: Processes are not allowed to contain a straight-through processing loop: m > t > m\n',
    );
  });

  it('should be allowed when an activity of it waits', async () => {
    const xml = process(
      `<bpmn:task id="t" /><bpmn:userTask id="u" />${flow('f1', 'start', 't')}${flow('f2', 't', 'u')}${flow('f3', 'u', 't')}`,
    );

    expect(await textOf(xml, 'x.bpmn')).toBe('accepted');
  });

  it('should be found through a call activity that calls its own process', async () => {
    const call = (id: string) =>
      `<bpmn:callActivity id="c"><bpmn:extensionElements><zeebe:calledElement xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" processId="${id}" /></bpmn:extensionElements></bpmn:callActivity>${flow('f1', 'start', 'c')}${flow('f2', 'c', 'c')}`;

    expect(await textOf(process(call('process')), 'x.bpmn')).toMatch(/loop: c > start > c\n$/);
    expect(await textOf(process(call('another')), 'x.bpmn')).toBe('accepted');
  });
});
