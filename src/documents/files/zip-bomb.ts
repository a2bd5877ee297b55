/** Office files are zips: one that unpacks to far more than people write is refused before anything opens it. */
import { unzipSync } from 'fflate';

const MEGABYTE = 1024 * 1024;
const MOST_UNPACKED = 200 * MEGABYTE;
const MOST_ENTRIES = 5000;
/** Text packs twenty times smaller, a bomb a thousand times; small files may do what they like. */
const MOST_RATIO = 200;
const SMALL = 5 * MEGABYTE;

/** False: damaged, or a bomb by the sizes that its directory declares. Unpacks nothing. */
export function checkArchive(content: Buffer): boolean {
  let entries = 0;
  let unpacked = 0;
  try {
    unzipSync(content, {
      filter({ originalSize }) {
        entries += 1;
        unpacked += originalSize;
        return false;
      },
    });
  } catch {
    return false;
  }
  const isSane = unpacked <= SMALL || unpacked <= content.length * MOST_RATIO;
  return entries > 0 && entries <= MOST_ENTRIES && unpacked <= MOST_UNPACKED && isSane;
}
