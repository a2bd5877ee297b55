/** Pause before the next attempt. */

const firstPauseMillis = 2_000;
const longestPauseMillis = 5 * 60_000;
const usualRetries = 3;

/**
 * Grows fourfold with each retry used, half of it left to chance so that jobs that failed together come back apart.
 * `retriesLeft`: after this attempt. `random`: [0, 1).
 */
export function backOffMillis(retriesLeft: number, random: () => number = Math.random): number {
  const used = Math.max(0, usualRetries - 1 - retriesLeft);
  const pause = Math.min(firstPauseMillis * 4 ** used, longestPauseMillis);
  return Math.round(pause / 2 + (pause / 2) * random());
}
