/** Claims where no other process can be: PGlite belongs to one. */
import type { Claims } from './port';

export function createProcessClaims(): Claims {
  const held = new Set<string>();
  return {
    tryClaim: (key) => {
      if (held.has(key)) return Promise.resolve(false);
      held.add(key);
      return Promise.resolve(true);
    },
    release: (key) => {
      held.delete(key);
      return Promise.resolve();
    },
  };
}
