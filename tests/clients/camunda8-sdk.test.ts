/** On the embedded engine, or on the one at ZEEBE_ADDRESS. */
import type { OpenEngine } from '../gateway/client-scenarios';
import { openEmbedded } from '../gateway/embedded';
import { describeSdkScenarios } from './camunda8-sdk-scenarios';

jest.setTimeout(180_000);

const address = process.env['ZEEBE_ADDRESS'];

async function open(): Promise<OpenEngine> {
  return address === undefined ? openEmbedded() : { address, stop: async () => undefined };
}

describeSdkScenarios(address ?? 'the embedded engine', open);
