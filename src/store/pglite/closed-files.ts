/**
 * PGlite sets the mode of each file that it makes by itself (0666), after it made it: the process's umask has no say.
 * Call before PGlite is opened, in the thread or process that has nothing else to do.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const OWNER = 0o700;

type Change<Target> = (target: Target, mode: fs.Mode) => void;

const ownerOnly =
  <Target>(change: Change<Target>): Change<Target> =>
  (target, mode) => {
    change(target, (typeof mode === 'string' ? Number.parseInt(mode, 8) : mode) & OWNER);
  };

/** From here on this thread gives rights over files to their own account alone. */
export function keepFilesClosed(): void {
  fs.chmodSync = ownerOnly(fs.chmodSync);
  fs.fchmodSync = ownerOnly(fs.fchmodSync);
  syncBuiltinESMExports();
}
