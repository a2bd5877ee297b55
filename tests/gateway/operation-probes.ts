/** Calls that change what runs, on a process `p` of one task with a job: as `protocol-probes.ts`. */
import type { Outcome } from './raw-client';

export interface Prober {
  /** Makes an id of this run. */
  mine(name: string): string;
  /** Calls and notes the answer. */
  call(name: string, rpc: string, request: object): Promise<Outcome>;
  /** Opens a stream, notes how it ended. */
  stream(name: string, rpc: string, request: object): Promise<void>;
  /** Activates jobs, notes the answer. */
  activate(
    name: string,
    request: object,
  ): Promise<readonly { key: string; elementInstanceKey: string; processInstanceKey: string }[]>;
  readonly unknownKey: string;
}

/** @param processDefinitionKey of `p`, of which nothing runs */
export async function probeOperations(prober: Prober, processDefinitionKey: string): Promise<void> {
  const { call, stream, activate, mine, unknownKey } = prober;
  await call('broadcast', 'BroadcastSignal', { signalName: mine('s'), variables: '{"a":1}' });
  await call('broadcast nothing', 'BroadcastSignal', { signalName: '' });
  await call('broadcast an array', 'BroadcastSignal', { signalName: mine('s'), variables: '[1]' });
  await call('broadcast for a tenant', 'BroadcastSignal', { signalName: mine('s'), tenantId: 'other' });

  await stream('stream no type', 'StreamActivatedJobs', { type: ' ', worker: 'w', timeout: 1 });
  await stream('stream for no time', 'StreamActivatedJobs', { type: mine('none'), worker: 'w', timeout: 0 });
  await stream('stream for less', 'StreamActivatedJobs', { type: mine('none'), worker: 'w', timeout: -7 });
  await stream('stream for a tenant', 'StreamActivatedJobs', {
    type: mine('none'),
    worker: 'w',
    timeout: 1,
    tenantIds: ['other'],
  });

  const created = await call('create for operations', 'CreateProcessInstance', {
    bpmnProcessId: mine('p'),
    version: -1,
    operationReference: 5,
  });
  const processInstanceKey = String(created.reply?.['processInstanceKey']);
  const timeout = (name: string, jobKey: string, millis: number | string) =>
    call(name, 'UpdateJobTimeout', { jobKey, timeout: millis });
  await timeout('extend an unknown job', unknownKey, 1000);
  await timeout('extend job 1', '1', 1000);
  const [job] = await activate('activate for operations', { type: mine('job'), fetchVariable: ['none'] });
  if (!job) return;
  await timeout('extend', job.key, 60_000);
  await timeout('extend by nothing', job.key, 60_000);

  const modify = (name: string, request: object, key = processInstanceKey) =>
    call(name, 'ModifyProcessInstance', { processInstanceKey: key, ...request });
  const activating = (elementId: string, more: object = {}) => ({
    activateInstructions: [{ elementId, ...more }],
  });
  await modify('modify nothing', {}, '0');
  await modify('modify an unknown instance', {}, unknownKey);
  await modify('modify an element', {}, job.elementInstanceKey);
  await modify('modify without instructions', {});
  await modify('activate an unknown element', activating('zz'));
  await modify('activate a start event', activating('start'));
  await modify('activate a flow', activating('in'));
  await modify(
    'activate in an unknown scope',
    activating('task', { ancestorElementInstanceKey: unknownKey }),
  );
  await modify(
    'activate with an array',
    activating('task', { variableInstructions: [{ variables: '[1]' }] }),
  );
  await modify(
    'activate with unknown scope',
    activating('task', { variableInstructions: [{ scopeId: 'zz' }] }),
  );
  await modify('terminate what is unknown', { terminateInstructions: [{ elementInstanceKey: unknownKey }] });
  await modify('activate again', activating('task'));

  const migrate = (name: string, migrationPlan: object | undefined, key = processInstanceKey) =>
    call(name, 'MigrateProcessInstance', {
      processInstanceKey: key,
      ...(migrationPlan && { migrationPlan }),
    });
  const plan = (mappingInstructions: readonly object[], target = processDefinitionKey) => ({
    targetProcessDefinitionKey: target,
    mappingInstructions,
  });
  const same = { sourceElementId: 'task', targetElementId: 'task' };
  await migrate('migrate nothing', plan([]), '0');
  await migrate('migrate an unknown instance', plan([]), unknownKey);
  await migrate('migrate without a plan', undefined);
  await migrate('migrate to nowhere', plan([same], unknownKey));
  await migrate('migrate without mapping', plan([]));
  await migrate('migrate twice at once', plan([same, same]));
  await migrate('migrate an unknown element', plan([{ ...same, sourceElementId: 'zz' }]));
  await migrate('migrate to an unknown element', plan([{ ...same, targetElementId: 'zz' }]));
  await migrate('migrate to another type', plan([{ ...same, targetElementId: 'end' }]));
  await migrate('migrate to itself', plan([same]));

  const remove = (name: string, resourceKey: string) => call(name, 'DeleteResource', { resourceKey });
  await remove('delete nothing', '0');
  await remove('delete what is unknown', unknownKey);
  await remove('delete what runs', processDefinitionKey);
  await call('cancel for operations', 'CancelProcessInstance', { processInstanceKey, operationReference: 7 });
  await timeout('extend a cancelled job', job.key, 1000);
  await remove('delete', processDefinitionKey);
  await remove('delete again', processDefinitionKey);
}
