/** The process of its own that holds the client: `client.js ADDRESS`, asked by the benchmark over its channel. */
import { ZBClient } from 'zeebe-node';
import type { FromLoad, LoadRequest, LoadResult } from './messages';
import { resources } from './processes';
import { MultiInstances } from './multi-instance';
import { bareCalls, completeTasks, createWaiting, listTasks, WorkedInstances } from './run';

const client = new ZBClient(process.argv[2] ?? '', { loglevel: 'NONE', retry: true, useTLS: false });
const worked = new WorkedInstances(client);
const multi = new MultiInstances(client);

async function deploy(): Promise<Omit<LoadResult, 'clientCpu'>> {
  const began = performance.now();
  for (const { name, content } of resources) {
    await client.deployResource({ name, process: Buffer.from(content) });
  }
  return { elapsed: performance.now() - began, latencies: [] };
}

function run(request: LoadRequest): Promise<Omit<LoadResult, 'clientCpu'>> {
  switch (request.do) {
    case 'deploy':
      return deploy();
    case 'run':
      return worked.run(request.workload, request.millis, request.inFlight);
    case 'create':
      return createWaiting(client, request.instances, request.inFlight);
    case 'list':
      return listTasks(client, request.page, request.pages, request.leaseMillis);
    case 'complete':
      return completeTasks(client, request.keys, request.inFlight);
    case 'call':
      return bareCalls(client, request.calls, request.inFlight);
    case 'multi-instance':
      return multi.run(request.collects ? 'bench-collect' : 'bench-each', request.elements);
  }
}

async function answer(request: LoadRequest): Promise<FromLoad> {
  const before = process.cpuUsage();
  try {
    const result = await run(request);
    const { user, system } = process.cpuUsage(before);
    return { result: { ...result, clientCpu: (user + system) / 1000 } };
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on('message', (request: LoadRequest) => {
  void answer(request).then((message) => process.send?.(message));
});
process.on('disconnect', () => process.exit(0));
