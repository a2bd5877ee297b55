/** One line a record, short: what a person reads when a scenario failed. */
import type { EngineRecord } from '../../../src/protocol/records';

const SHORT: Readonly<Record<string, string>> = {
  PROCESS_INSTANCE: 'PI',
  PROCESS_INSTANCE_CREATION: 'CREATION',
  PROCESS_MESSAGE_SUBSCRIPTION: 'PMS',
  MESSAGE_SUBSCRIPTION: 'MS',
  MESSAGE_START_EVENT_SUBSCRIPTION: 'MSES',
  VARIABLE: 'VAR',
};

export function formatTrace(records: readonly EngineRecord[], rejections: readonly string[] = []): string {
  const keys = new Map<unknown, number>();
  const short = (key: unknown): string => {
    if (!keys.has(key)) keys.set(key, keys.size + 1);
    return `K${keys.get(key)}`;
  };
  const lines = records.map(({ position, valueType, intent, key, value }) => {
    const what =
      value['elementId'] ?? value['name'] ?? value['messageName'] ?? value['targetElementId'] ?? '';
    const extra =
      valueType === 'VARIABLE'
        ? ` = ${String(value['value'])} in ${short(value['scopeKey'])}`
        : valueType === 'INCIDENT'
          ? ` ${String(value['errorType'])}: ${String(value['errorMessage'])}`
          : '';
    return `${position} ${SHORT[valueType] ?? valueType} ${intent.replace('ELEMENT_', '')} ${short(key)} ${String(what)}${extra}`;
  });
  return [...lines, ...rejections.map((rejection) => `rejected ${rejection}`)].join('\n');
}
