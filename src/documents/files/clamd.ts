/** ClamAV's daemon, by its protocol: `zINSTREAM`, chunks with their length, an empty one, then one answer. */
import net from 'node:net';
import { DomainError } from '../../errors/catalogue';

const CHUNK = 64 * 1024;
const LIMIT_MILLIS = 60_000;

/** Resolves when nothing was found. Throws `DomainError`: FORM_INVALID with what was found, SYSTEM_UNAVAILABLE. */
export type Scan = (name: string, content: Buffer) => Promise<void>;

/** `/run/clamav/clamd.ctl`, or `host:port`. */
function addressOf(socket: string): net.NetConnectOpts {
  const [, host, port] = /^([^/]+):(\d+)$/u.exec(socket) ?? [];
  return host === undefined ? { path: socket } : { host: host.replace(/^\[|\]$/gu, ''), port: Number(port) };
}

function framed(content: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from('zINSTREAM\0')];
  for (let at = 0; at < content.length; at += CHUNK) {
    const chunk = content.subarray(at, at + CHUNK);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    parts.push(length, chunk);
  }
  parts.push(Buffer.alloc(4));
  return Buffer.concat(parts);
}

function ask(socket: string, content: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = net.connect(addressOf(socket));
    let answer = '';
    connection.setTimeout(LIMIT_MILLIS, () => connection.destroy(new Error('clamd did not answer in time')));
    connection.on('connect', () => connection.write(framed(content)));
    connection.on('data', (part) => {
      answer += part.toString('utf8');
      if (answer.includes('\0')) connection.end();
    });
    connection.on('error', reject);
    connection.on('close', () => {
      resolve(answer.replaceAll('\0', '').trim());
    });
  });
}

const unavailable = (cause: unknown): DomainError =>
  new DomainError(
    'SYSTEM_UNAVAILABLE',
    'L’antivirus ne répond pas : le fichier n’a pas été gardé. Réessayez plus tard, ou prévenez l’administrateur.',
    { cause },
  );

export function createScan(socket: string): Scan {
  return async (name, content) => {
    const answer = await ask(socket, content).catch((error: unknown) => {
      throw unavailable(error);
    });
    if (answer === 'stream: OK') return;
    const [, found] = /^stream: (.+) FOUND$/u.exec(answer) ?? [];
    if (found === undefined)
      throw unavailable(new Error(`Expected OK or FOUND of clamd, but got "${answer}"`));
    const message = `L’antivirus a trouvé « ${found} » dans « ${name} » : le fichier n’a pas été gardé.`;
    throw new DomainError('FORM_INVALID', message, {
      errors: [{ field: 'fichier', label: 'Fichier', message }],
    });
  };
}
