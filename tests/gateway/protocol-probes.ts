/**
 * Calls whose answers must be equal on every engine: the whole reply, or the status and its text.
 * Keys that the engine made are shown as `<key>`, those of the request as they are.
 */
import { probeOperations } from './operation-probes';
import type { Outcome, RawClient } from './raw-client';
import { probeTenants } from './tenant-probes';

export type Told = string | { readonly [field: string]: unknown };
export type Telling = Readonly<Record<string, Told>>;

const UNKNOWN_KEY = '2251999999999999';
const ASKED_KEYS = [UNKNOWN_KEY, '2251799813685248', '4503599627370496', '9223372036854775807'];

function processXml(id: string, jobType: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:process id="${id}" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>in</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="in" sourceRef="start" targetRef="task" />
    <bpmn:serviceTask id="task">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="${jobType}" />
        <zeebe:taskHeaders><zeebe:header key="h" value="1" /></zeebe:taskHeaders>
      </bpmn:extensionElements>
      <bpmn:incoming>in</bpmn:incoming><bpmn:outgoing>out</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="out" sourceRef="task" targetRef="end" />
    <bpmn:endEvent id="end"><bpmn:incoming>out</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>`;
}

function formJson(id: string): string {
  return JSON.stringify({ id, type: 'default', schemaVersion: 9, components: [] });
}

function withoutKeys(value: unknown): unknown {
  const text = JSON.stringify(value).replace(/\d{16,}/g, (key) => (ASKED_KEYS.includes(key) ? key : '<key>'));
  return JSON.parse(text.replace(/("deadline":)"\d+"/g, '$1"<time>"')) as unknown;
}

function told(outcome: Outcome): Told {
  if (outcome.status !== 'OK') return withoutKeys(`${outcome.status}: ${outcome.details}`) as string;
  return withoutKeys(outcome.reply ?? { messages: outcome.messages }) as Told;
}

interface Jobs {
  readonly jobs: readonly { key: string; processInstanceKey: string; elementInstanceKey: string }[];
}

/** `run` makes ids and job types of this run, so that an engine may be used again. */
export async function probeGateway(client: RawClient, run: string): Promise<Telling> {
  const telling: Record<string, Told> = {};
  const mine = (name: string) => `${name}-${run}`;

  async function call(name: string, rpc: string, request: object): Promise<Outcome> {
    const outcome = await client.call(rpc, request);
    telling[name] = told(outcome);
    return outcome;
  }
  async function activate(name: string, request: object): Promise<Jobs['jobs']> {
    const asked = { worker: 'w', timeout: 60_000, maxJobsToActivate: 10, requestTimeout: -1, ...request };
    const outcome = await client.stream('ActivateJobs', asked).outcome;
    telling[name] = told(outcome);
    return (outcome.messages as unknown as Jobs[]).flatMap(({ jobs }) => jobs);
  }
  async function stream(name: string, rpc: string, request: object): Promise<void> {
    telling[name] = told(await client.stream(rpc, request).outcome);
  }
  const create = (name: string, request: object) =>
    call(name, 'CreateProcessInstance', { version: -1, ...request });
  const resource = (name: string, content: string) => ({ name, content: Buffer.from(content) });

  await call('deploy nothing', 'DeployResource', { resources: [] });
  await call('deploy for a tenant', 'DeployResource', { tenantId: 'other', resources: [] });
  await call('deploy for a blank tenant', 'DeployResource', { tenantId: ' ', resources: [] });
  await call('deploy an unknown type', 'DeployResource', { resources: [resource('x.txt', 'x')] });
  await call('deploy a process and a form', 'DeployResource', {
    resources: [
      resource('p.bpmn', processXml(mine('p'), mine('job'))),
      resource('f.form', formJson(mine('form'))),
    ],
  });
  await call('deploy the process again', 'DeployProcess', {
    processes: [{ name: 'p.bpmn', definition: Buffer.from(processXml(mine('p'), mine('job'))) }],
  });

  await create('create what is not deployed', { bpmnProcessId: 'nope' });
  await create('create a version that is not deployed', { bpmnProcessId: 'nope', version: 3 });
  await create('create version 0', { bpmnProcessId: 'nope', version: 0 });
  await create('create nothing', {});
  await create('create key -1', { processDefinitionKey: -1 });
  await create('create an unknown key', { processDefinitionKey: 5 });
  await create('create for a tenant', { bpmnProcessId: mine('p'), tenantId: 'other' });
  for (const variables of ['[1]', '1', '1.5', 'true', '"a"', '{', '{"a":}', 'nope', '{\n"a":tru}']) {
    await create(`create with ${variables}`, { bpmnProcessId: mine('p'), variables });
  }
  await create('create at an unknown element', {
    bpmnProcessId: mine('p'),
    startInstructions: [{ elementId: 'zz' }],
  });
  await create('create', { bpmnProcessId: mine('p'), variables: '{"b":[1,"é"],"a":{"c":null}}' });
  await create('create with single quotes', { bpmnProcessId: mine('p'), variables: "{'a':1} and more" });

  const result = (name: string, request: object, requestTimeout = 200) =>
    call(name, 'CreateProcessInstanceWithResult', { request: { version: -1, ...request }, requestTimeout });
  await result('await what is not deployed', { bpmnProcessId: 'nope' });
  await result('await for a tenant', { bpmnProcessId: mine('p'), tenantId: 'other' });

  for (const jobKey of ['1', '0', '-1', '2251799813685248', '4503599627370496', '9223372036854775807']) {
    await call(`complete ${jobKey}`, 'CompleteJob', { jobKey });
  }
  await call('complete with an array', 'CompleteJob', { jobKey: 1, variables: '[]' });
  await call('fail an unknown job', 'FailJob', { jobKey: UNKNOWN_KEY, retries: 1 });
  await call('throw for an unknown job', 'ThrowError', { jobKey: UNKNOWN_KEY, errorCode: 'x' });
  await call('update an unknown job', 'UpdateJobRetries', { jobKey: UNKNOWN_KEY, retries: 1 });
  await call('resolve an unknown incident', 'ResolveIncident', { incidentKey: UNKNOWN_KEY });
  await call('cancel an unknown instance', 'CancelProcessInstance', { processInstanceKey: UNKNOWN_KEY });
  await call('set variables of nothing', 'SetVariables', {
    elementInstanceKey: UNKNOWN_KEY,
    variables: '{}',
  });
  await call('set an array', 'SetVariables', { elementInstanceKey: 1, variables: '[]' });

  const message = { name: mine('m'), correlationKey: 'c' };
  await call('publish an array', 'PublishMessage', { ...message, variables: '[]' });
  await call('publish for a tenant', 'PublishMessage', { ...message, tenantId: 'other' });
  await call('publish', 'PublishMessage', { ...message, messageId: 'one', timeToLive: 60_000 });
  await call('publish again', 'PublishMessage', { ...message, messageId: 'one', timeToLive: 60_000 });

  await activate('activate no type', { type: '' });
  await activate('activate no worker', { type: mine('none'), worker: '' });
  await activate('activate for no time', { type: mine('none'), timeout: 0 });
  await activate('activate for less', { type: mine('none'), timeout: -7 });
  await activate('activate no job', { type: mine('none'), maxJobsToActivate: 0 });
  await activate('activate for tenants', { type: mine('none'), tenantIds: ['a', 'b'] });
  await activate('activate for the default tenant', { type: mine('none'), tenantIds: ['<default>'] });
  await activate('activate what is not there', { type: mine('none') });

  const [first, second] = await activate('activate', { type: mine('job'), fetchVariable: ['a'] });
  if (!first || !second) return withoutRun(telling, run);
  const { key: jobKey } = first;
  await call('fail without retries', 'FailJob', { jobKey, retries: 0, errorMessage: 'out of order' });
  await call('fail what failed', 'FailJob', { jobKey, retries: 0, errorMessage: 'out of order' });
  await call('throw for what failed', 'ThrowError', { jobKey, errorCode: 'x' });
  await call('update with no retries', 'UpdateJobRetries', { jobKey, retries: 0 });
  await call('update', 'UpdateJobRetries', { jobKey, retries: 2 });
  await call('set variables', 'SetVariables', {
    elementInstanceKey: first.processInstanceKey,
    variables: '{"n":1}',
  });
  await call('cancel an element', 'CancelProcessInstance', { processInstanceKey: first.elementInstanceKey });
  await call('cancel', 'CancelProcessInstance', { processInstanceKey: first.processInstanceKey });
  await call('cancel again', 'CancelProcessInstance', { processInstanceKey: first.processInstanceKey });
  await call('complete a cancelled job', 'CompleteJob', { jobKey });
  await call('complete', 'CompleteJob', { jobKey: second.key, variables: '{"done":true}' });
  await call('complete again', 'CompleteJob', { jobKey: second.key });
  const deployed = await client.call('DeployResource', {
    resources: [resource('p.bpmn', processXml(mine('p'), mine('job')))],
  });
  const [deployment] = deployed.reply?.['deployments'] as { process: { processDefinitionKey: string } }[];
  if (deployment) {
    const prober = { mine, call, activate, stream, unknownKey: UNKNOWN_KEY };
    await probeTenants(prober, resource('p.bpmn', processXml(mine('p'), mine('job'))));
    await probeOperations(prober, deployment.process.processDefinitionKey);
  }
  return withoutRun(telling, run);
}

function withoutRun(telling: Telling, run: string): Telling {
  return JSON.parse(JSON.stringify(telling).replaceAll(`-${run}`, '')) as Telling;
}
