/** The little of it that the tests use. */
declare module 'hoodiecrow-imap' {
  import type { Server as NetServer } from 'node:net';

  interface Server {
    listen(port: number, host: string, listening: () => void): void;
    close(closed: () => void): void;
    appendMessage(folder: string, flags: readonly string[], date: Date | false, raw: Buffer | string): void;
    readonly server: NetServer;
    readonly folderCache: Readonly<
      Record<
        string,
        { readonly messages: readonly { readonly flags: readonly string[]; readonly raw: string }[] }
      >
    >;
  }
  function hoodiecrow(options: {
    readonly plugins?: readonly string[];
    readonly storage?: Readonly<Record<string, unknown>>;
    readonly users?: Readonly<Record<string, { readonly password: string }>>;
  }): Server;
  export = hoodiecrow;
}
