/** Each worker's contract as data, made from its definition. */
import { z } from 'zod';
import type { JsonSchema, WorkerContract } from './described';
import type { Worker, WorkerServices } from '../services';
import { usualTimeLimitMillis } from '../host/hand';

/** Which connector `connected` asks for: its answer is of no interest here. */
function connectorOf(worker: Worker): string | null {
  let asked: string | null = null;
  const connectors = new Proxy(
    {},
    {
      get(_target, name) {
        asked ??= String(name);
        return null;
      },
    },
  );
  worker.connected?.({ connectors } as WorkerServices);
  return asked;
}

export function contractOf(worker: Worker): WorkerContract {
  return {
    jobType: worker.type,
    description: worker.description,
    input: z.toJSONSchema(worker.input, { io: 'input' }) as JsonSchema,
    output: z.toJSONSchema(worker.output, { io: 'input' }) as JsonSchema,
    errors: worker.errors.map(({ code, description }) => ({ code, description })),
    timeLimitSeconds: (worker.timeLimitMillis ?? usualTimeLimitMillis) / 1000,
    connector: connectorOf(worker),
    written: worker.handle !== undefined,
  };
}
