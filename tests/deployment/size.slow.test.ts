/** One limit for deployments, said before anything reaches the gateway. */
import { startTestProgram, PASSWORD, type TestProgram } from '../kit/program';

jest.setTimeout(120_000);
const MEGABYTE = 1024 * 1024;

const formOf = (id: string, bytes: number): string => {
  const text = (filling: string) =>
    JSON.stringify({
      id,
      type: 'default',
      schemaVersion: 18,
      components: [{ type: 'text', id: 't', text: filling }],
    });
  return text('a'.repeat(bytes - text('').length));
};

let program: TestProgram;
beforeAll(async () => {
  program = await startTestProgram();
});
afterAll(() => program.stop());

const basic = `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`;

async function send(files: number, bytes: number): Promise<{ status: number; detail: string }> {
  const body = new FormData();
  for (let number = 1; number <= files; number++) {
    const id = `grand-${String(number)}`;
    body.append('files', new Blob([formOf(id, bytes)]), `${id}.form`);
  }
  const response = await fetch(`${program.url}/api/v1/deployments`, {
    method: 'POST',
    headers: { authorization: basic },
    body,
  });
  const answer = (await response.json()) as { detail?: string };
  return { status: response.status, detail: answer.detail ?? '' };
}

describe('a deployment by the API', () => {
  it.each([
    [50, 3 * MEGABYTE],
    [1, 5 * MEGABYTE],
    [2, 2 * MEGABYTE],
    [40, 100 * 1024],
  ])('of %i files of %i bytes is refused with the limit', async (files, bytes) => {
    const answer = await send(files, bytes);
    if (files * bytes > 4_128_768) {
      expect(answer.status).toBe(413);
      expect(answer.detail).toMatch(/prend 3,9 Mo au plus, .*Déployez-les en plusieurs fois/);
    } else expect(answer).toEqual({ status: 201, detail: '' });
  });

  it('is refused as JSON too', async () => {
    const answer = await program.as('admin').post<{ detail: string }>('/deployments', {
      resources: [{ name: 'grand.form', content: formOf('grand', 6 * MEGABYTE) }],
    });
    expect(answer).toMatchObject({
      status: 413,
      body: { detail: expect.stringContaining('3,9 Mo au plus') },
    });
  });

  it('just below the limit reaches the engine', async () => {
    expect(await send(1, 4_128_768 - 40)).toEqual({ status: 201, detail: '' });
  });
});
