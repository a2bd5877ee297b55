/**
 * What every part of the program takes for a mail address: forms in browser and server, workers, mail. A dot-atom
 * (RFC 5321) at a domain of at least two labels, as mails that leave the house need one.
 */
const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

const whole = `${atom}(?:\\.${atom})*@(?:${label}\\.)+${label}`;

export const addressPattern = new RegExp(`^${whole}$`);

/** For a schema that takes the spaces away afterwards. */
export const spacedAddressPattern = new RegExp(`^\\s*${whole}\\s*$`);

const longest = 254;

/** Spaces around it, as copying leaves them, do not count. */
export function isAddress(text: string): boolean {
  return text.trim().length <= longest && addressPattern.test(text.trim());
}
