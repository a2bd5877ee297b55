/** What people read follows the engine's clock, so that a rehearsal in the future shows the future. */
import { startTestProgram, type TestProgram } from '../kit/program';
import { request1 } from '../api/kit';

jest.setTimeout(180_000);

const YEAR_MILLIS = 366 * 86_400_000;

let program: TestProgram;
beforeAll(async () => {
  program = await startTestProgram();
});
afterAll(() => program.stop());

it('a case started two years from now has the number of that year', async () => {
  // given
  const then = Date.now() + 2 * YEAR_MILLIS;
  await program.clock.advanceTo(then);

  // when
  const { status, body } = await program.as('requerant').post<{ caseNumber: string }>('/process-instances', {
    bpmnProcessId: 'deploiement-materiel-informatique',
    variables: request1,
  });

  // then
  expect(status).toBe(201);
  expect(body.caseNumber).toMatch(new RegExp(`^B-${String(new Date(then).getUTCFullYear())}-`));
});
