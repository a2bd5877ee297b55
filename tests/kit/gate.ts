/** A port in front of a server; closed, it refuses connections as the port of a server that is down. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Gate {
  readonly port: number;
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Open at first, on the loopback interface. */
export async function openGate(to: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const server = createServer((inside) => {
    const outside = connect(to, '127.0.0.1');
    keep(inside);
    keep(outside);
    inside.pipe(outside).pipe(inside);
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    open: () => listen(port),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
