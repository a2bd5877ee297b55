/** Every element of the process and every lane has its drawing. */
import type { DiagramRule } from './diagram';

export const everythingDrawn: DiagramRule = {
  name: 'everything drawn',
  check: ({ undrawn }) => undrawn.map((id) => `${id} is not drawn`),
};
