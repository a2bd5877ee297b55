/** The recorded answers and the clients' scenarios hold on a real Zeebe, so the embedded engine may be held to them. */
import { randomUUID } from 'node:crypto';
import { describeClientScenarios } from '../gateway/client-scenarios';
import { probeGateway } from '../gateway/protocol-probes';
import { openRawClient } from '../gateway/raw-client';
import answers from '../gateway/zeebe-answers.json';
import { openZeebe } from './open-zeebe';

jest.setTimeout(150_000);

describe('a real Zeebe', () => {
  let zeebe: Awaited<ReturnType<typeof openZeebe>>;
  beforeAll(async () => {
    zeebe = await openZeebe();
  });
  afterAll(() => zeebe.stop());

  test('should answer as recorded', async () => {
    const client = openRawClient(zeebe.address);
    const telling = await probeGateway(client, randomUUID());
    client.close();
    expect(telling).toEqual(answers);
  });

  describeClientScenarios('a real Zeebe', async () => ({
    address: zeebe.address,
    stop: async () => undefined,
  }));
});
