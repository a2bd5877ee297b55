/** Everything says where it comes from: a line of the guide, or that it is reconstructed. */
import type { DiagramRule } from './diagram';
import { reconstructionMark } from './reconstruction-marked';

export const documented: DiagramRule = {
  name: 'documented',
  check({ nodes, lanes, pools, processes, flows }) {
    return [...processes, ...pools, ...lanes, ...nodes, ...flows.filter(({ name }) => name !== '')]
      .filter(
        ({ documentation }) =>
          !/^Guide, l\. \d+ : « .+ »/.test(documentation) && !documentation.startsWith(reconstructionMark),
      )
      .map(({ id }) => `${id} names neither a line of the guide nor its reconstruction`);
  },
};
