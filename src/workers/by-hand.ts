/** Which workers have no connector, and the contracts by which people do their jobs. */
import type { ByHandContract } from '../tasks/by-hand';
import type { Worker, WorkerServices } from './services';
import { contractForm } from './contracts/contract-form';

export function isConnected(worker: Worker, services: WorkerServices): boolean {
  return worker.handle !== undefined && (worker.connected?.(services) ?? true);
}

export function byHandContracts(
  workers: readonly Worker[],
  services: WorkerServices,
): readonly ByHandContract[] {
  return workers
    .filter((worker) => !isConnected(worker, services))
    .map((worker) => ({
      jobType: worker.type,
      form: contractForm(worker),
      errors: worker.errors.map(({ code }) => code),
    }));
}
