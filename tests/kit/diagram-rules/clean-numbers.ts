/** Coordinates are whole numbers: laid out, not dragged. */
import type { DiagramRule } from './diagram';

export const cleanNumbers: DiagramRule = {
  name: 'clean numbers',
  check: ({ numbers }) =>
    numbers.filter((number) => !Number.isInteger(number)).map((number) => `${number} is no whole number`),
};
