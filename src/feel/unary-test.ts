/**
 * FEEL unary tests as form-js evaluates its conditions: feelin's own terms, without Zeebe's differences.
 * There is no input value, so a test is met when it is true or null.
 */
import { unaryTest } from 'feelin';
import { bounded } from './bounded';

/** Characters; as for expressions. */
const maxSource = 16_384;

/** Null when the source does not parse, fails or does not end. */
export function evaluateUnaryTest(
  source: string,
  context: Readonly<Record<string, unknown>>,
): boolean | null {
  if (source.length > maxSource) return null;
  try {
    const { value } = bounded(() => unaryTest(source, { ...context }));
    return typeof value === 'boolean' ? value : null;
  } catch {
    return null;
  }
}
