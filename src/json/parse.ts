/** JSON text to values, every number with its value. */
import { exactNumber } from './exact-number';
import { JsonReader, type ToNumber } from './reader';
import { hasExactNumbers } from './suspicion';

/** As `JSON.parse`, with an `ExactNumber` where JavaScript's would change. Throws SyntaxError. */
export function parseJson(text: string, toNumber: ToNumber = exactNumber): unknown {
  const value: unknown = JSON.parse(text);
  return hasExactNumbers(text) ? new JsonReader(text, toNumber).value() : value;
}
