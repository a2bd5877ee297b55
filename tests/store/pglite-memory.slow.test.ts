import { PgliteHost } from '../../src/store/pglite/host';
import { PGLITE_FOLDER } from '../../src/store/pglite/database';
import { fillDataDir } from '../kit/database';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

jest.setTimeout(180_000);

/** A message of the wire protocol: its letter, the length, a text. */
function query(sql: string): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(`${sql}\0`);
  const bytes = new Uint8Array(5 + text.length);
  bytes[0] = 'Q'.charCodeAt(0);
  new DataView(bytes.buffer).setInt32(1, 4 + text.length);
  bytes.set(text, 5);
  return bytes;
}

describe('the thread of PGlite', () => {
  it('keeps nothing of what it answered', async () => {
    // given
    const folder = await mkdtemp(path.join(os.tmpdir(), 'logigramme-memory-'));
    await fillDataDir(folder);
    const host = await PgliteHost.start(path.join(folder, PGLITE_FOLDER));
    const rows = `SELECT repeat('x', 1000) FROM generate_series(1, 10000)`;
    await host.exchange(query(rows), true);
    const before = process.memoryUsage.rss();

    // when
    for (let n = 0; n < 40; n += 1) {
      const answer = await host.exchange(query(rows), false);
      expect(answer.length).toBeGreaterThan(10_000_000);
    }

    // then: less than half of the 400 MB
    expect((process.memoryUsage.rss() - before) / 1_000_000).toBeLessThan(200);
    await host.close();
    await rm(folder, { recursive: true });
  });
});
