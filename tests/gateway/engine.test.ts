/** The embedded engine behind its gateway, held to what a real Zeebe answered and to what clients do. */
import { randomUUID } from 'node:crypto';
import { describeClientScenarios } from './client-scenarios';
import { openEmbedded } from './embedded';
import { probeGateway } from './protocol-probes';
import { openRawClient } from './raw-client';
import answers from './zeebe-answers.json';

jest.setTimeout(180_000);

describe('the embedded engine', () => {
  let engine: Awaited<ReturnType<typeof openEmbedded>>;
  beforeAll(async () => {
    engine = await openEmbedded();
  });
  afterAll(() => engine.stop());

  test('should answer as a real Zeebe did', async () => {
    const client = openRawClient(engine.address);
    const telling = await probeGateway(client, randomUUID());
    client.close();
    expect(telling).toEqual(answers);
  });

  describeClientScenarios('the embedded engine', async () => ({
    address: engine.address,
    stop: async () => undefined,
  }));
});
