/** EvaluateDecision and deployments of DMN through the embedded gateway, held to what a Zeebe broker answered. */
import { status } from '@grpc/grpc-js';
import { comparable, readGolden } from '../dmn/golden';
import { hitPolicyCases } from '../dmn/cases/hit-policies';
import { logicCases } from '../dmn/cases/logic';
import { refusedCases } from '../dmn/cases/refused';
import { connect, recordCase, type Gateway } from '../dmn/gateway-case';
import { openEmbedded } from './embedded';

/** tests/dmn has them all, without a gateway. */
const cases = [...hitPolicyCases.slice(0, 12), ...logicCases.slice(-24, -14), ...refusedCases.slice(14, 20)];

describe('decisions through the gateway of the embedded engine', () => {
  let engine: Awaited<ReturnType<typeof openEmbedded>>;
  let gateway: Gateway;

  beforeAll(async () => {
    engine = await openEmbedded();
    gateway = connect(engine.address);
  });
  afterAll(async () => {
    gateway.close();
    await engine.stop();
  });

  it.each(cases.map((one) => [one.name, one] as const))(
    'should answer as Zeebe did: %s',
    async (name, decisionCase) => {
      const { refusal, ...answered } = await recordCase(gateway, decisionCase);
      const { refusal: expectedRefusal, ...expected } = readGolden(name);
      expect(answered).toEqual(expected);
      expect(refusal === undefined ? undefined : comparable(refusal)).toBe(
        expectedRefusal === undefined ? undefined : comparable(expectedRefusal),
      );
    },
  );

  it('should refuse another tenant, and variables that are no object', async () => {
    const refusals = await Promise.all(
      [{ tenantId: 'other' }, { variables: '[1]' }].map(
        (request) =>
          new Promise<string>((resolve) => {
            gateway.EvaluateDecision({ decisionId: 'd', variables: '{}', ...request }, (error) =>
              resolve(error === null ? 'accepted' : `${status[error.code]} ${error.details}`),
            );
          }),
      ),
    );
    expect(refusals).toEqual([
      "INVALID_ARGUMENT Expected to handle gRPC request EvaluateDecision with tenant identifier 'other', but multi-tenancy is disabled",
      "INVALID_ARGUMENT Property 'variables' is invalid: Expected document to be a root level object, but was 'ARRAY'",
    ]);
  });
});
