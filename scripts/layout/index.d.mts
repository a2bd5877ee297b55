/** `cells`: [column, row within its lane] by node id. Rejects when there is not one pool whose lanes hold every node. */
export function layOut(
  xml: string,
  cells?: Readonly<Record<string, readonly [number, number]>>,
): Promise<string>;
