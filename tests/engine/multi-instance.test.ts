/** Multi-instance activities with many items. What they do with few is compared with Zeebe in tests/conformance. */
import { bpmn, element, end, path, start } from './kit/bpmn';
import { TestEngine } from './kit/test-engine';

const MANY = 10_000;

function process(sequential: boolean) {
  const loop =
    `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}"><bpmn:extensionElements>` +
    '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item" /></bpmn:extensionElements>' +
    '</bpmn:multiInstanceLoopCharacteristics>';
  return bpmn('p', `${start()}${element('task', 't', '', loop)}${end()}${path('start', 't', 'end')}`);
}

async function complete(sequential: boolean, size: number): Promise<TestEngine> {
  const engine = new TestEngine();
  await engine.deploy(process(sequential));
  engine.create('p', { items: Array.from({ length: size }, (_, index) => index) });
  return engine;
}

describe.each([
  ['at once', false],
  ['one after the other', true],
])('a multi-instance activity with 10,000 items, %s', (_, sequential) => {
  it('should complete, each item once and in order', async () => {
    const engine = await complete(sequential, MANY);

    const items = engine.of('VARIABLE', 'CREATED').filter(({ value }) => value['name'] === 'item');
    expect(items.map(({ value }) => Number(value['value']))).toEqual([...Array(MANY).keys()]);
    expect(engine.elements('ELEMENT_COMPLETED').at(-1)).toBe('p');
    expect(engine.isIdle()).toBe(true);
  }, 180_000);
});

describe.each([
  ['at once', false],
  ['one after the other', true],
])('the rows and records of an item, %s', (_, sequential) => {
  it('should not become more with the number of items', async () => {
    const [few, many] = [await complete(sequential, 200), await complete(sequential, 600)];

    const perItem = (count: (engine: TestEngine) => number): number => (count(many) - count(few)) / 400;
    expect(perItem(({ records }) => records.length)).toBe(6);
    // Counters, body and inner instance, its two variables, and the command that begins it.
    expect(perItem(({ writtenRows }) => writtenRows)).toBeLessThan(16);
  });
});
