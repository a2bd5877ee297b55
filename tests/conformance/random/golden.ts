/** What Zeebe did with some random scripts, all in one file. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { projectRoot } from '../../../src/config/root';
import { decodeRecording, encodeRecording, type Recording } from '../kit/recording';
import type { Script } from '../kit/steps';

export interface Golden {
  readonly seed: number;
  readonly script: Script;
  readonly recording: Recording;
}

const file = path.join(projectRoot, 'tests/conformance/recordings/random.br');
/** The whole file is one window, for the seeds are alike. */
const OPTIONS = { params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_QUALITY]: 9 } };

export function writeGolden(all: readonly Golden[]): void {
  const parts = all.map(({ seed, script, recording }) => [
    JSON.stringify({ seed, script }),
    encodeRecording(recording),
  ]);
  writeFileSync(file, brotliCompressSync(JSON.stringify(parts), OPTIONS));
}

export function readGolden(): Golden[] {
  const parts = JSON.parse(brotliDecompressSync(readFileSync(file)).toString('utf8')) as [string, string][];
  return parts.map(([head, records]) => {
    const { seed, script } = JSON.parse(head) as Pick<Golden, 'seed' | 'script'>;
    return { seed, script, recording: decodeRecording(records) };
  });
}
