/** The file of `CONNECTORS_FILE`: which outside systems the workers act on. Read and checked once, at start. */
import { StartError } from '../errors/start-error';
import { readFileSync } from 'node:fs';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { applicationSettings } from './application/settings';
import { directorySettings } from './accounts/directory/settings';
import { graphSettings } from './accounts/graph/settings';
import { passwordRules } from './accounts/password-rules';
import { backupSettings } from './backup/settings';
import { httpSettings } from './http/settings';
import { ticketSettings } from './tickets/settings';
import { procedureSettings } from './procedures';
import { mailInSettings } from '../mail/in/sources/settings';

/** One key a connector. */
const schema = z.strictObject({
  backup: backupSettings.optional(),
  applications: applicationSettings.optional(),
  http: httpSettings.optional(),
  directory: directorySettings.optional(),
  mailboxes: graphSettings.optional(),
  passwords: passwordRules.optional(),
  tickets: ticketSettings.optional(),
  mailIn: mailInSettings.optional(),
  procedures: procedureSettings.optional(),
});

export type ConnectorSettings = z.output<typeof schema>;

/** `message` names the file, the line and the key, and what was expected there. */
export class ConnectorsConfigurationError extends StartError {
  override readonly name = 'ConnectorsConfigurationError';
  constructor(file: string, problems: readonly string[]) {
    super(
      `Fichier des connecteurs (CONNECTORS_FILE) ${file} :\n${problems.map((one) => `  ${one}`).join('\n')}`,
    );
  }
}

const french = z.locales.fr().localeError;

/** Line of the key, or of the nearest key around it that is there. */
function lineOf(document: Document, lines: LineCounter, keys: readonly PropertyKey[]): number {
  for (let depth = keys.length; depth >= 0; depth -= 1) {
    const node: unknown = document.getIn(keys.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new ConnectorsConfigurationError(file, [`le fichier ne peut pas être lu (${said})`]);
  }
}

/** Unset: no connector. Throws `ConnectorsConfigurationError`. */
export function readConnectorSettings(file: string | undefined): ConnectorSettings {
  if (file === undefined) return {};
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new ConnectorsConfigurationError(
      file,
      document.errors.map((error) => `ce n’est pas du YAML : ${error.message}`),
    );
  }
  const result = schema.safeParse(document.toJS() ?? {}, { error: french });
  if (result.success) return result.data;
  throw new ConnectorsConfigurationError(
    file,
    result.error.issues.map((issue) => {
      const line = lineOf(document, lines, issue.path);
      return `ligne ${line}, ${issue.path.join('.') || 'fichier'} : ${issue.message}`;
    }),
  );
}
