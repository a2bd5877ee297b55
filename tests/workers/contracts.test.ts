/** The contracts as data: what docs/workers.md, the page and workers written elsewhere read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createAutomates } from '../../src/workers/overview/automates';
import { fieldsOf } from '../../src/workers/contracts/described';
import { projectRoot } from '../../src/config/root';
import { describeProcess, factsOf } from '../../src/bpmn';
import { contractOf } from '../../src/workers/contracts/contracts';
import { workersMarkdown } from '../../src/workers/contracts/contracts-text';
import { findWorkers } from '../../src/workers/host/registry';

const contracts = findWorkers().map(contractOf);
const contractOfType = (type: string) => {
  const found = contracts.find(({ jobType }) => jobType === type);
  if (found === undefined) throw new Error(`Expected a worker of type ${type}, but there is none`);
  return found;
};

test('docs/workers.md is current: run `npm run contracts`', async () => {
  expect(readFileSync(path.join(projectRoot, 'docs/workers.md'), 'utf8')).toBe(
    await workersMarkdown(contracts),
  );
});

test('a contract tells fields, errors, time limit and connector', () => {
  const reserve = contractOfType('reserve-stock');
  expect(fieldsOf(reserve.input)).toMatchObject([
    { name: 'article', kinds: ['text'], required: true },
    { name: 'quantite', kinds: ['integer'], required: true },
  ]);
  expect(fieldsOf(reserve.output)).toMatchObject([{ name: 'reservationId', kinds: ['id'] }]);
  expect(reserve).toMatchObject({
    errors: [{ code: 'STOCK_INSUFFISANT' }],
    timeLimitSeconds: 60,
    connector: null,
    written: true,
  });
  expect(contractOfType('http-call')).toMatchObject({ connector: 'http', timeLimitSeconds: 310 });
  expect(fieldsOf(contractOfType('copy-backup').output)[0]).toMatchObject({
    kinds: ['list'],
    choices: expect.arrayContaining(['Bande magnétique']),
  });
});

const xml = (body: string, prefix = 'bpmn:') =>
  `<?xml version="1.0"?><${prefix}definitions xmlns${prefix === '' ? '' : ':bpmn'}="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:ns0="http://camunda.org/schema/zeebe/1.0" targetNamespace="x"><${prefix}process id="p">${body}</${prefix}process></${prefix}definitions>`;
const extended = (inner: string, prefix = 'bpmn:') =>
  `<${prefix}extensionElements>${inner}</${prefix}extensionElements>`;

test.each([
  [
    'a task, its name on two lines',
    xml(
      `<bpmn:serviceTask id="t" name="Réserver&#10;le &quot;matériel&quot;"><bpmn:documentation>x</bpmn:documentation>${extended('<zeebe:taskDefinition retries="5" type="reserve-stock" />')}</bpmn:serviceTask>`,
    ),
    [{ jobType: 'reserve-stock', elementId: 't', step: 'Réserver le "matériel"' }],
  ],
  [
    'an event without a name, after a task without a job type',
    xml(
      `<bpmn:userTask id="u" name="Lire" /><bpmn:endEvent id="e">${extended('<zeebe:taskDefinition type="send-mail" />')}</bpmn:endEvent>`,
    ),
    [{ jobType: 'send-mail', elementId: 'e', step: 'e' }],
  ],
  [
    'another prefix',
    xml(`<sendTask name="N" id="s">${extended('<ns0:taskDefinition type="a"/>', '')}</sendTask>`, ''),
    [{ jobType: 'a', elementId: 's', step: 'N' }],
  ],
  [
    'a subprocess',
    xml(
      `<bpmn:subProcess id="b"><bpmn:serviceTask id="t" name="N">${extended('<zeebe:taskDefinition type="a" />')}</bpmn:serviceTask></bpmn:subProcess>`,
    ),
    [{ jobType: 'a', elementId: 't', step: 'N' }],
  ],
  ['nothing', xml(''), []],
])('the uses in %s', async (_, text, uses) => {
  expect(factsOf(await describeProcess(text, 'p')).jobSteps).toEqual(uses);
});

describe('the list of workers', () => {
  const seen = (jobType: string, seenSecondsAgo: number) => ({
    jobType,
    host: 'srv',
    pid: 12,
    seenSecondsAgo,
    inHand: 0,
    done: 4,
    failed: 0,
  });
  let read = 0;
  const automates = createAutomates({
    contracts: ['archive', 'send-mail', 'run-backup', 'check-stock'].map(contractOfType),
    connections: [
      { jobType: 'archive', automatic: true, connector: null },
      { jobType: 'run-backup', automatic: false, connector: null },
    ],
    life: async () => ({
      processes: [seen('archive', 3), seen('archive', 40), seen('send-mail', 17)],
      waiting: [
        { jobType: 'archive', count: 2 },
        { jobType: 'send-mail', count: 1 },
        { jobType: 'run-backup', count: 5 },
        { jobType: 'calcul-taxe', count: 7 },
      ],
    }),
    procedures: async () => [{ key: '1', bpmnProcessId: 'essai', name: 'Essai', letter: 'E' }],
    stepsOf: async () => {
      read += 1;
      return [{ jobType: 'archive', elementId: 't', step: 'Archiver' }];
    },
  });

  it('warns of what waits without a worker that lives, of types it does not know too, not of what people do', async () => {
    const list = await automates.list();
    expect(list.map(({ jobType, waiting, missing }) => [jobType, waiting, missing])).toEqual([
      ['archive', 2, false],
      ['send-mail', 1, true],
      ['run-backup', 5, false],
      ['check-stock', 0, false],
      ['calcul-taxe', 7, true],
    ]);
    expect(list[0]?.processes.map(({ alive }) => alive)).toEqual([true, false]);
    expect(list[4]).toMatchObject({ contract: null, byHand: false });
  });

  it('tells the steps of each, and reads a deployed version once', async () => {
    const [archive] = await automates.list();
    expect(archive?.uses).toMatchObject([{ step: 'Archiver', procedure: { letter: 'E' } }]);
    expect(read).toBe(1);
  });
});
