import type { ModelError } from './model';

/** Characters of one file's errors; what is left is counted. */
const MAX_LENGTH = 12_288;
const MAX_SUFFIX = 64;

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
  return `'${resourceName}': ${formatElements(errors)}`;
}

function formatElements(errors: readonly ModelError[]): string {
  let text = '';
  let last = '';
  for (const [index, { path, elementId, message }] of errors.entries()) {
    const element = path ?? elementId;
    const heading = element === last ? '' : `- Element: ${element}\n`;
    const entry = `${heading}    - ERROR: ${message}\n`;
    if (index > 0 && text.length + entry.length > MAX_LENGTH - MAX_SUFFIX) {
      return `${text}and ${errors.length - index} more errors and/or warnings`;
    }
    text += entry;
    last = element;
  }
  return text;
}

function formatLoop(resourceName: string, { elementId, message }: ModelError): string {
  return `\`${resourceName}\`: - Process: ${elementId}\n    - ERROR: ${message}\n`;
}
