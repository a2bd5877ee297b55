/** Viewers and editors read ids of every script, as the engine does. */
import { anyIds } from '../../../bpmn/any-ids';

interface Moddle {
  fromXML(xml: string, type: string, options?: object): Promise<unknown>;
}

/** @param viewer of bpmn-js or dmn-js, before it imports anything */
export function acceptAnyIds(viewer: object): void {
  const moddle = (viewer as { _moddle: Moddle })._moddle;
  const fromXML = moddle.fromXML.bind(moddle);
  moddle.fromXML = (xml, type, options = {}) => fromXML(xml, type, { ...options, ...anyIds });
}
