/** Everything says where it comes from: a line of the guide or of another text, or that it is reconstructed. */
import { startsWithQuotation } from '../sources';
import type { DiagramRule } from './diagram';
import { reconstructionMark } from './reconstruction-marked';

export const documented: DiagramRule = {
  name: 'documented',
  check({ nodes, lanes, pools, processes, flows }) {
    return [...processes, ...pools, ...lanes, ...nodes, ...flows.filter(({ name }) => name !== '')]
      .filter(
        ({ documentation }) =>
          !startsWithQuotation(documentation) && !documentation.startsWith(reconstructionMark),
      )
      .map(({ id }) => `${id} names neither a line of the guide nor its reconstruction`);
  },
};
