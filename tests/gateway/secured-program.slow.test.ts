/** The whole program with a gateway that other machines reach. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { certificateAuthority } from '../kit/certificates';
import { startTestProgram } from '../kit/program';

jest.setTimeout(180_000);

const folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-secured-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('should use its own gateway, whatever that asks of others', async () => {
  const { cert, key } = certificateAuthority('CA').issue();
  for (const [name, content] of Object.entries({ cert, key }))
    writeFileSync(path.join(folder, name), content);
  const program = await startTestProgram({
    GATEWAY_HOST: '0.0.0.0',
    GATEWAY_CLIENTS: 'ouvrier:0123456789abcdef',
    GATEWAY_CLIENT_CA_FILE: path.join(folder, 'cert'),
    TLS_CERT_FILE: path.join(folder, 'cert'),
    TLS_KEY_FILE: path.join(folder, 'key'),
    PLAIN_LISTENERS: 'management',
  });
  const { status, body } = await program
    .as('admin')
    .get<{ items: { bpmnProcessId: string }[] }>('/processes');
  expect(status).toBe(200);
  expect(body.items.length).toBeGreaterThan(10);
  await program.stop();
});

it.each<Record<string, string>>([{ GATEWAY_HOST: '0.0.0.0' }, { MANAGEMENT_HOST: '0.0.0.0' }])(
  'should not start with %j alone',
  async (settings) => {
    await expect(startTestProgram(settings)).rejects.toThrow(/know its callers/);
  },
);
