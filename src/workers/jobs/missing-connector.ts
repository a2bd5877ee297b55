/** A worker's job came although its connector is not configured: a bug of the host. */
export function needed<Part>(part: Part | null | undefined, name: string): Part {
  if (part !== null && part !== undefined) return part;
  throw new Error(`Expected the connector "${name}", but it is not configured`);
}
