/** A server that speaks clamd's INSTREAM and finds what the EICAR test file and nothing else has. */
import net from 'node:net';

export interface ClamdServer {
  /** `host:port` */
  readonly address: string;
  /** Bytes of each file that came whole. */
  readonly sizes: number[];
  stop(): Promise<void>;
}

export const EICAR = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
const COMMAND = 'zINSTREAM\0';

/** The content, once the empty chunk has come; null before. */
function contentIn(received: Buffer): Buffer | null {
  const chunks: Buffer[] = [];
  for (let at = COMMAND.length; at + 4 <= received.length;) {
    const length = received.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}

export async function startClamd(answer?: string): Promise<ClamdServer> {
  const sizes: number[] = [];
  const server = net.createServer((socket) => {
    let received = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (part) => {
      received = Buffer.concat([received, part]);
      if (!received.subarray(0, COMMAND.length).equals(Buffer.from(COMMAND))) return;
      const content = contentIn(received);
      if (content === null) return;
      sizes.push(content.length);
      const found = content.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK';
      socket.end(`${answer ?? found}\0`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  return {
    address: `127.0.0.1:${String(port)}`,
    sizes,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
