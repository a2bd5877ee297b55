import type { OpenEngine } from '../gateway/client-scenarios';
import { startZeebe } from '../kit/zeebe';

/** `ZEEBE_ADDRESS` where a Zeebe runs already; else one is started. */
export async function openZeebe(): Promise<OpenEngine> {
  const address = process.env.ZEEBE_ADDRESS;
  if (address) return { address, stop: async () => undefined };
  const zeebe = await startZeebe();
  return { address: zeebe.address, stop: () => zeebe.stop() };
}
