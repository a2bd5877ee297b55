/** Forms that nobody could fill in, found before they are deployed: an engine looks only at their id. */
import { FormSchemaError, parseFormSchema } from './schema';

/** A sentence for each; JSON that does not parse is left to the engine, which refuses it. */
export function unusableForms(
  resources: readonly { readonly name: string; readonly content: string | Buffer }[],
): readonly string[] {
  return resources
    .filter(({ name }) => name.toLowerCase().endsWith('.form'))
    .flatMap(({ name, content }) => {
      const problem = problemOf(String(content));
      return problem === null ? [] : [`« ${name} » n’est pas un formulaire form-js : ${problem}`];
    });
}

function problemOf(content: string): string | null {
  try {
    parseFormSchema(JSON.parse(content));
    return null;
  } catch (error) {
    return error instanceof FormSchemaError ? error.message : null;
  }
}
