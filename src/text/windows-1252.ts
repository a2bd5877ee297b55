/** Bytes of windows-1252, of which latin1 is a part but for 0x80 to 0x9F. */

/** Node's own decoder takes these for control characters in some versions. */
const high = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/** `latin1`: the bytes, each as the character of its number. */
export function fromWindows1252(latin1: string): string {
  return latin1.replace(/[\u0080-\u009F]/g, (one) => high[one.charCodeAt(0) - 0x80] ?? one);
}
