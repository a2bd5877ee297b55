/** Each call that may name a tenant, with each kind of tenant: as `protocol-probes.ts`. */
import type { Prober } from './operation-probes';

const TENANTS = ['<default>', '', ' ', 'other', '<DEFAULT>', ' <default> ', 'a b/é', 'x'.repeat(40)];

/** @param file of a process `p`, deployed */
export async function probeTenants(prober: Prober, file: { name: string; content: Buffer }): Promise<void> {
  const { call, activate, stream, mine } = prober;
  for (const tenantId of TENANTS) {
    const named = (rpc: string): string => `${rpc} for tenant '${tenantId}'`;
    const ask = (rpc: string, request: object) => call(named(rpc), rpc, { ...request, tenantId });
    const creation = { bpmnProcessId: mine('nowhere'), version: -1 };
    await ask('DeployResource', { resources: [file] });
    await ask('CreateProcessInstance', creation);
    await call(named('CreateProcessInstanceWithResult'), 'CreateProcessInstanceWithResult', {
      request: { ...creation, tenantId },
      requestTimeout: 5000,
    });
    await ask('PublishMessage', { name: mine('tm'), correlationKey: 'c' });
    await ask('BroadcastSignal', { signalName: mine('ts') });
    await ask('EvaluateDecision', { decisionId: mine('nothing') });
    await activate(named('ActivateJobs'), { type: mine('none'), tenantIds: [tenantId] });
    await activate(`${named('ActivateJobs')} beside the default`, {
      type: mine('none'),
      tenantIds: ['<default>', tenantId],
    });
    if (accepted(tenantId)) continue;
    await stream(named('StreamActivatedJobs'), 'StreamActivatedJobs', {
      type: mine('none'),
      worker: 'w',
      timeout: 1000,
      tenantIds: [tenantId],
    });
  }
}

/** A stream that is accepted has no end to compare. */
function accepted(tenantId: string): boolean {
  return tenantId.trim() === '' || tenantId === '<default>';
}
