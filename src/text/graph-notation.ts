/** Documentation quotes the guide's graphs as they are written there: exact for checks, nothing for readers. */

const GRAPH = /-->|--&gt;|^graph |\(\[|\{.*\}$/;
/** « Guide, l. 93 : « … » » and the like of the other documents. */
const QUOTED = /^[^«»]*, l\. ?[\d-]+(?:[^«»]*)? : « (.*) »$/;

/** What the line quotes; null when it is no quotation. */
export function quotationOf(line: string): string | null {
  return QUOTED.exec(line)?.[1] ?? null;
}

/** Of a quotation, without its marks: `Step1 --> Dec1{Accord ?}`. */
export function isGraphNotation(quotation: string): boolean {
  return GRAPH.test(quotation);
}
