/** Verdicts of Zeebe 8.6.0 on small files, and what it says of those that it cannot read. */
import iconv from 'iconv-lite';
import { formatErrors, parseBpmn } from '../../src/bpmn';
import { parseDmn } from '../../src/dmn';

const ns =
  'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="urn:t"';
const head = (encoding = 'UTF-8') => `<?xml version="1.0" encoding="${encoding}"?>\n`;
const definitions = (inner: string) => `<bpmn:definitions ${ns} id="defs">${inner}</bpmn:definitions>`;
const process = (inner: string, attributes = 'id="p" isExecutable="true"') =>
  `<bpmn:process ${attributes}>${inner}</bpmn:process>`;
const start = '<bpmn:startEvent id="start" />';
const file = (inner: string) => head() + definitions(process(start + inner));
const drawn = (inner: string, roots = '') =>
  head() + definitions(roots + process(start) + process(inner, 'id="drawn"'));

async function verdict(content: string | Buffer): Promise<string> {
  const result = await parseBpmn(content, 'x.bpmn');
  return result.ok ? 'accepted' : formatErrors('x.bpmn', result.errors).replace("'x.bpmn': ", '');
}

describe('the encoding that a file declares is obeyed', () => {
  const named = (encoding: string) =>
    head(encoding) +
    definitions(process('<bpmn:startEvent id="start" />', 'id="p" name="Œuvré à Noël" isExecutable="true"'));
  const nameOf = async (content: Buffer) => {
    const result = await parseBpmn(content, 'x.bpmn');
    return result.ok ? result.processes[0]?.name : formatErrors('x', result.errors);
  };

  it.each(['windows-1252', 'ISO-8859-15', 'UTF-8'])('%s', async (encoding) => {
    expect(await nameOf(iconv.encode(named(encoding), encoding))).toBe('Œuvré à Noël');
  });

  it.each([
    ['utf16-le', Buffer.from([0xff, 0xfe])],
    ['utf16-be', Buffer.from([0xfe, 0xff])],
    ['utf16-le', Buffer.alloc(0)],
    ['utf16-be', Buffer.alloc(0)],
  ])('UTF-16: %s with mark %j', async (encoding, mark) => {
    expect(await nameOf(Buffer.concat([mark, iconv.encode(named('UTF-16'), encoding)]))).toBe('Œuvré à Noël');
  });

  it('and what is not UTF-8 is refused', async () => {
    expect(await verdict(iconv.encode(named('UTF-8'), 'windows-1252'))).toMatch(
      /^Fatal Error: URI=null Line=2: Invalid byte \d of \d-byte UTF-8 sequence\.$/,
    );
  });

  it('in decisions too', async () => {
    const dmn = (encoding: string) =>
      `${head(encoding)}<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="df" name="n" namespace="u"><decision id="d" name="Prévu"><literalExpression id="l"><text>"à"</text></literalExpression></decision></definitions>`;
    const parsed = await parseDmn(iconv.encode(dmn('ISO-8859-1'), 'ISO-8859-1'));
    expect(parsed.ok && parsed.graph.decisions.get('d')?.name).toBe('Prévu');
  });
});

describe('what Zeebe takes is taken', () => {
  it.each([
    ['a drawing without start', drawn('<bpmn:serviceTask id="s" /><bpmn:complexGateway id="g" />')],
    [
      'a definition that is not supported, in a drawing',
      drawn(
        '<bpmn:intermediateCatchEvent id="c"><bpmn:cancelEventDefinition id="d" /></bpmn:intermediateCatchEvent>',
      ),
    ],
    ['spaces around a boolean', head() + definitions(process(start, 'id="p" isExecutable="\n true "'))],
    [
      'spaces around references',
      file('<bpmn:endEvent id="e" /><bpmn:sequenceFlow id=" f" sourceRef="start " targetRef=" e" />'),
    ],
    [
      'ids of other scripts',
      file(
        '<bpmn:task id="Étape_à_faire" /><bpmn:task id="задача" /><bpmn:task id="任务" /><bpmn:task id="l·l" />',
      ),
    ],
    [
      'markup in a documentation',
      file(
        '<bpmn:task id="t"><bpmn:documentation>a <i xmlns="">b<b>c</b></i> d</bpmn:documentation></bpmn:task>',
      ),
    ],
    [
      'markup in an annotation',
      file('<bpmn:textAnnotation id="a"><bpmn:text>x <i xmlns="">y</i></bpmn:text></bpmn:textAnnotation>'),
    ],
    [
      'a documented extension',
      head() +
        definitions(
          `<bpmn:extension><bpmn:documentation>x</bpmn:documentation></bpmn:extension>${process(start)}`,
        ),
    ],
    [
      'a foreign element with a name of another script',
      file(
        '<bpmn:task id="t"><bpmn:extensionElements><v:donnée xmlns:v="urn:v" clé="1" /></bpmn:extensionElements></bpmn:task>',
      ),
    ],
    [
      'a gateway that names no flows',
      file(
        '<bpmn:inclusiveGateway id="g" /><bpmn:endEvent id="a" /><bpmn:endEvent id="b" /><bpmn:sequenceFlow id="f1" sourceRef="g" targetRef="a" /><bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="b" />',
      ),
    ],
    [
      'a message that a message flow alone names',
      head() +
        definitions(
          `<bpmn:message id="m" /><bpmn:collaboration id="c"><bpmn:participant id="a" processRef="p" /><bpmn:participant id="b" /><bpmn:messageFlow id="f" sourceRef="b" targetRef="a" messageRef="m" /></bpmn:collaboration>${process(start)}`,
        ),
    ],
    [
      'properties given twice',
      file(
        '<bpmn:task id="t"><bpmn:extensionElements><zeebe:properties /><zeebe:properties /></bpmn:extensionElements></bpmn:task>',
      ),
    ],
  ])('%s', async (_name, xml) => {
    expect(await verdict(xml)).toBe('accepted');
  });
});

describe('what Zeebe refuses is refused, in its words', () => {
  const twice = 'Collection expected to have <1> entry but has <2>';
  it.each([
    [
      'an entity that is not declared',
      file('<bpmn:task id="t" name="&eacute;" />'),
      /Fatal Error: .*The entity "eacute" was referenced, but not declared\.$/,
    ],
    [
      'a character that XML does not know',
      file('<bpmn:task id="t" name="&#2;" />'),
      /Character reference "&#2" is an invalid XML character/,
    ],
    [
      'an attribute that the schema does not allow',
      file('<bpmn:userTask id="t" colour="1" />'),
      "Error: URI=null Line=2: cvc-complex-type.3.2.2: Attribute 'colour' is not allowed to appear in element 'bpmn:userTask'.",
    ],
    [
      'an element out of place',
      file('<bpmn:task id="t"><bpmn:outgoing>f</bpmn:outgoing><bpmn:documentation /></bpmn:task>'),
      /cvc-complex-type\.2\.4\.a: Invalid content was found starting with element '\{"http:.*":documentation\}'/,
    ],
    [
      'an attribute left out',
      file('<bpmn:sequenceFlow id="f" sourceRef="start" />'),
      /cvc-complex-type\.4: Attribute 'targetRef' must appear on element 'bpmn:sequenceFlow'\.$/,
    ],
    [
      'text between elements',
      file('<bpmn:task id="t">texte</bpmn:task>'),
      /cvc-complex-type\.2\.3: Element 'bpmn:task' cannot have character \[children\]/,
    ],
    [
      'an id that is no name',
      file('<bpmn:task id="1re étape" />'),
      /cvc-datatype-valid\.1\.2\.1: '1re étape' is not a valid value for 'NCName'\.$/,
    ],
    [
      'a flow that is nowhere',
      file('<bpmn:task id="t"><bpmn:incoming>rien</bpmn:incoming></bpmn:task>'),
      'Unable to find a model element instance for id rien',
    ],
    [
      'a process without id',
      head() + definitions(process(start, 'isExecutable="true"')),
      /Attribute 'id' must be present and not empty/,
    ],
    [
      'an empty id',
      head() + definitions(process(start, 'id="" isExecutable="true"')),
      /'' is not a valid value for 'NCName'/,
    ],
    [
      'mappings given twice',
      file(
        '<bpmn:manualTask id="t"><bpmn:extensionElements><zeebe:ioMapping /><zeebe:ioMapping /></bpmn:extensionElements></bpmn:manualTask>',
      ),
      twice,
    ],
    [
      'schedules given twice',
      file(
        '<bpmn:userTask id="t"><bpmn:extensionElements><zeebe:taskSchedule dueDate="=a" /><zeebe:taskSchedule dueDate="=b" /></bpmn:extensionElements></bpmn:userTask>',
      ),
      twice,
    ],
    [
      'a condition without type that is a text',
      file(
        '<bpmn:exclusiveGateway id="g"><bpmn:outgoing>f</bpmn:outgoing></bpmn:exclusiveGateway><bpmn:endEvent id="e" /><bpmn:sequenceFlow id="f" sourceRef="g" targetRef="e"><bpmn:conditionExpression>oui</bpmn:conditionExpression></bpmn:sequenceFlow>',
      ),
      /Expected expression but found static value 'oui'/,
    ],
    [
      'more repetitions than an int holds',
      head() +
        definitions(
          process(
            '<bpmn:startEvent id="s"><bpmn:timerEventDefinition id="t"><bpmn:timeCycle>R3000000000/P1D</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>',
          ),
        ),
      /Cannot parse repetitions count/,
    ],
  ])('%s', async (_name, xml, expected) => {
    const said = await verdict(xml);
    if (typeof expected === 'string') expect(said).toBe(expected);
    else expect(said).toMatch(expected);
  });

  it.each([
    [
      'an attribute that the schema does not allow',
      '<decision id="d" name="n" colour="1"><literalExpression id="l"><text>1</text></literalExpression></decision>',
    ],
    [
      'a decision without name',
      '<decision id="d"><literalExpression id="l"><text>1</text></literalExpression></decision>',
    ],
    [
      'an element out of place',
      '<decision id="d" name="n"><literalExpression id="l"><text>1</text></literalExpression><variable name="v" /></decision>',
    ],
  ])('of a decision: %s', async (_name, inner) => {
    const parsed = await parseDmn(
      `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="df" name="n" namespace="u">${inner}</definitions>`,
    );
    expect(parsed).toMatchObject({ ok: false });
  });
});
