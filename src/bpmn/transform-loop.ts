/** Multi-instance characteristics of an activity. */
import { body, child, expressionOf, extension, text, type Element } from './element';
import type { LoopCharacteristics } from './model';

export function loopOf(node: Element): LoopCharacteristics | undefined {
  const characteristics = child(node, 'loopCharacteristics');
  const zeebe = extension(characteristics, 'zeebe:LoopCharacteristics');
  if (characteristics === undefined || zeebe === undefined) return undefined;
  const inputElement = text(zeebe, 'inputElement') || undefined;
  const outputCollection = text(zeebe, 'outputCollection') || undefined;
  const outputElement = text(zeebe, 'outputElement') || undefined;
  const condition = body(child(characteristics, 'completionCondition')) || undefined;
  return {
    sequential: characteristics['isSequential'] === true,
    inputCollection: expressionOf(text(zeebe, 'inputCollection') ?? ''),
    ...(inputElement !== undefined && { inputElement }),
    ...(outputCollection !== undefined && { outputCollection }),
    ...(outputElement !== undefined && { outputElement: expressionOf(outputElement) }),
    ...(condition !== undefined && { completionCondition: expressionOf(condition) }),
  };
}
