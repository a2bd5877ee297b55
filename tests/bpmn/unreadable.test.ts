import { describeProcess, formatErrors, parseBpmn } from '../../src/bpmn';

const definitions = (inner: string) =>
  `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">${inner}</bpmn:definitions>`;
const process = (inner: string) =>
  definitions(`<bpmn:process id="process" isExecutable="true">${inner}</bpmn:process>`);

describe('a file that cannot be read', () => {
  it.each([
    ['nothing', '', 'Premature end of file.'],
    ['other text', 'bonjour', 'Expected an XML document, but found other text'],
    ['JSON', '{"a":1}', 'Expected an XML document, but found other text'],
    ['another document', '<html></html>', "cvc-elt.1.a: Cannot find the declaration of element 'html'."],
    ['mismatched tags', '<a><b></a>', 'Fatal Error'],
    ['a file cut off', process('<bpmn:startEvent id="s" />').slice(0, 160), 'Fatal Error: URI=null'],
    [
      'an unknown BPMN element',
      process('<bpmn:startEvent id="s" /><bpmn:foo id="x" />'),
      'cvc-complex-type.2.4.a: Invalid content was found starting with element',
    ],
    [
      'one id twice',
      process('<bpmn:startEvent id="s" /><bpmn:task id="s" />'),
      "There are multiple occurrences of ID value 's'.",
    ],
    [
      'a flow to nothing',
      process('<bpmn:startEvent id="s" /><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="nulle-part" />'),
      "There is no ID/IDREF binding for IDREF 'nulle-part'.",
    ],
    [
      'entities',
      `<!DOCTYPE x [<!ENTITY a "b">]>${process('')}`,
      'Expected XML without a document type declaration',
    ],
    [
      'entities that multiply',
      `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><lolz>&lol2;</lolz>`,
      'Expected XML without a document type declaration',
    ],
    [
      'a very large file',
      `<a>${' '.repeat(5 * 1024 * 1024)}</a>`,
      'Expected a file of at most 4194304 characters',
    ],
    ['very deep nesting', '<a>'.repeat(100_000), 'Expected at most 200 nested elements'],
  ])('should be refused: %s', async (_name, xml, reason) => {
    const result = await parseBpmn(xml, 'x.bpmn');

    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.errors).toEqual([expect.objectContaining({ elementId: '', subject: 'file' })]);
    expect(formatErrors('x.bpmn', result.errors)).toContain(`'x.bpmn': `);
    expect(formatErrors('x.bpmn', result.errors)).toContain(reason);
  });

  it('should be told from one whose text merely looks dangerous', async () => {
    const xml = process(
      '<bpmn:startEvent id="s"><bpmn:documentation><![CDATA[<!DOCTYPE a><b><c>]]></bpmn:documentation></bpmn:startEvent><!-- <!DOCTYPE a> -->',
    );

    expect(await parseBpmn(xml, 'x.bpmn')).toMatchObject({ ok: true });
  });

  it('should not be described', async () => {
    await expect(describeProcess('bonjour', 'process')).rejects.toThrow('Expected an XML document');
    await expect(describeProcess(process('<bpmn:startEvent id="s" />'), 'autre')).rejects.toThrow(
      "Expected a process with id 'autre', but the file has none",
    );
  });
});

describe('a file with very many errors', () => {
  it('should be answered with some of them and the number of the rest', async () => {
    const tasks = Array.from({ length: 300 }, (_, index) => `<bpmn:serviceTask id="task${index}" />`).join(
      '',
    );
    const result = await parseBpmn(process(tasks), 'x.bpmn');

    const text = formatErrors('x.bpmn', result.ok ? [] : result.errors);

    expect(text.length).toBeLessThan(12_400);
    expect(text).toMatch(/and \d+ more errors and\/or warnings$/);
  });
});

describe('what this engine refuses beyond Zeebe', () => {
  it.each([
    ['an element without id', '<bpmn:startEvent />', "Attribute 'id' must be present and not empty"],
    [
      'a flow out of its subprocess',
      '<bpmn:startEvent id="s" /><bpmn:subProcess id="p"><bpmn:startEvent id="i" /></bpmn:subProcess><bpmn:task id="t" />' +
        '<bpmn:sequenceFlow id="f" sourceRef="i" targetRef="t" />',
      'Must connect elements of the same process or subprocess',
    ],
    [
      'a boundary event on nothing',
      '<bpmn:startEvent id="s" /><bpmn:boundaryEvent id="b" />',
      "Error: URI=null Line=1: cvc-complex-type.4: Attribute 'attachedToRef' must appear on element 'bpmn:boundaryEvent'.",
    ],
  ])('%s', async (_name, inner, message) => {
    const result = await parseBpmn(process(inner), 'x.bpmn');

    expect(result.ok ? [] : result.errors.map((error) => error.message)).toContain(message);
  });
});
