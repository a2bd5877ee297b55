/** Every process file is one that the embedded engine takes, with what the pages read of it. */
import { describeProcess, parseBpmn } from '../../src/bpmn';
import { processFiles, readProcessFile } from './files';

test.each(processFiles('.bpmn'))('%s', async (file) => {
  const xml = readProcessFile(file);
  const result = await parseBpmn(xml, file);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  const [process] = result.processes;
  const description = await describeProcess(xml, process?.bpmnProcessId ?? '');
  // What is not of the guide has no letter.
  const [, letter = ''] = /^([a-s])-/.exec(file) ?? [];
  expect(description.letter).toBe(letter.toUpperCase());
  expect(description.hasNoneStart).toBe(true);
  expect(description.elements.filter(({ lane, name }) => lane === '' || name === '')).toEqual([]);
});
