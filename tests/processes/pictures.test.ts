/** docs/diagrams holds the picture of each process as it is now: `npm run render` draws them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { readDiagram, type Box } from '../kit/diagram-rules';
import { processFiles, readProcessFile } from './files';

const picture = (file: string) =>
  path.join(projectRoot, 'docs/diagrams', `${path.basename(file, '.bpmn')}.svg`);

/** Where bpmn-js drew each shape, by element id. */
function drawnAt(svg: string): Map<string, string> {
  const groups = svg.matchAll(
    /data-element-id="([^"]+)"[^>]*transform="matrix\(1 0 0 1 ([-\d.]+) ([-\d.]+)\)"/g,
  );
  return new Map([...groups].map(([, id = '', x, y]) => [id, `${x} ${y}`]));
}

const corner = ({ x, y }: Box) => `${x} ${y}`;

test.each(processFiles('.bpmn'))('%s', async (file) => {
  expect(existsSync(picture(file))).toBe(true);
  const { nodes, lanes, pools } = await readDiagram(readProcessFile(file));
  const drawn = drawnAt(readFileSync(picture(file), 'utf8'));
  const stale = [...nodes, ...lanes, ...pools].filter(({ id, box }) => drawn.get(id) !== corner(box));
  expect(stale.map(({ id }) => id)).toEqual([]);
});
