/** JSON whose numbers keep their value (docs/adr/0022-exact-numbers.md). */
export { copyJson, ExactNumber, exactNumber, isNumber, withPlainNumbers } from './exact-number';
export { parseJson } from './parse';
export { printJson } from './print';
export { JsonDepthError, JsonSyntaxError, readLenientJson } from './reader';
export { hasExactNumbers } from './suspicion';
export {
  documentNumber,
  doubleNumber,
  IntegerRangeError,
  javaDouble,
  longNumber,
  printDocument,
} from './document';
