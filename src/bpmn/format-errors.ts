import type { ModelError } from './model';

/**
 * What a rejected deployment says of one file, in Zeebe's words; lines end in a line feed:
 * `'x.bpmn': - Element: task > extensionElements > taskDefinition\n    - ERROR: …\n`.
 * The rejection joins them: "Expected to deploy new resources, but encountered the following errors:" and for each
 * file a line feed and its text.
 */
export function formatErrors(resourceName: string, errors: readonly ModelError[]): string {
  const file = errors.filter(({ subject }) => subject === 'file');
  if (file.length > 0) return `'${resourceName}': ${file.map(({ message }) => message).join('\n')}`;
  const loops = errors.filter(({ subject }) => subject === 'process');
  if (loops.length > 0) return loops.map((error) => formatLoop(resourceName, error)).join('');
  let text = `'${resourceName}': `;
  let last = '';
  for (const { path, elementId, message } of errors) {
    const element = path ?? elementId;
    if (element !== last) text += `- Element: ${element}\n`;
    text += `    - ERROR: ${message}\n`;
    last = element;
  }
  return text;
}

function formatLoop(resourceName: string, { elementId, message }: ModelError): string {
  return `\`${resourceName}\`: - Process: ${elementId}\n    - ERROR: ${message}\n`;
}
