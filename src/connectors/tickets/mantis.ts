/** MantisBT's REST interface: the calls that are used, with answers checked and failures in words for people. */
import { z } from 'zod';
import type { ReadVariable } from '../../kit/connector';
import { TicketError, TicketGoneError } from './errors';
import type { TicketSettings } from './settings';

const named = z.looseObject({ id: z.number().int(), name: z.string() });

const issue = z.looseObject({
  id: z.number().int().positive(),
  summary: z.string(),
  additional_information: z.string().nullish(),
  status: named,
  resolution: named.nullish(),
  updated_at: z.string(),
  notes: z
    .array(z.looseObject({ text: z.string(), view_state: named.nullish(), created_at: z.string().nullish() }))
    .nullish(),
});
export type Issue = z.output<typeof issue>;

const issues = z.looseObject({ issues: z.array(issue) });
const created = z.looseObject({ issue });
const projects = z.looseObject({ projects: z.array(z.looseObject({ id: z.number(), name: z.string() })) });
const problem = z.looseObject({ message: z.string() });

export interface NewIssue {
  readonly summary: string;
  readonly description: string;
  /** Holds the mark by which it is found again. */
  readonly additionalInformation: string;
}

const answerMillis = 30_000;
const pageSize = 50;
/** Beyond these somebody has changed thousands of tickets meanwhile. */
const mostPages = 40;
const longestPauseMillis = 60 * 60_000;

/** Seconds or a date. */
function retryAfterOf(answer: Response): number | undefined {
  const header = answer.headers.get('retry-after');
  if (header === null) return undefined;
  const millis = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(millis) ? Math.min(Math.max(0, millis), longestPauseMillis) : undefined;
}

export interface Mantis {
  me(): Promise<void>;
  hasProject(): Promise<boolean>;
  create(made: NewIssue): Promise<Issue>;
  /** Throws `TicketGoneError` when there is none. */
  read(id: number): Promise<Issue>;
  close(id: number): Promise<void>;
  /** The issue of the project with this mark, among those changed since. */
  find(mark: string, since: Date): Promise<Issue | null>;
}

export function createMantis(settings: TicketSettings, read: ReadVariable): Mantis {
  const root = `${settings.url.replace(/\/+$/, '')}/api/rest`;

  function token(): string {
    const value = read(settings.tokenFrom);
    if (value !== undefined && /^[\x21-\x7e]+$/.test(value)) return value;
    throw new TicketError(
      `Le connecteur MantisBT a besoin de la variable d’environnement ${settings.tokenFrom}, qui est absente ou n’est ` +
        'pas un jeton. L’administrateur doit la définir, puis redémarrer le programme.',
      false,
    );
  }

  async function refusal(answer: Response, text: string): Promise<TicketError> {
    const said = problem.safeParse(safeJson(text));
    const why = (said.success ? said.data.message : answer.statusText).slice(0, 300);
    const { status } = answer;
    const told = `${status}${why === '' ? '' : `, « ${why} »`}`;
    if (status === 401 || status === 403) {
      return new TicketError(
        `MantisBT refuse l’accès (${told}). L’administrateur doit vérifier le jeton (variable ${settings.tokenFrom}) et ` +
          `ses droits dans le projet « ${settings.project} », puis relancer l’étape.`,
        false,
      );
    }
    if (status === 404)
      return new TicketGoneError(`MantisBT ne connaît pas ce qui est demandé (${told}).`, false);
    if (status === 429 || status >= 500) {
      const pause = retryAfterOf(answer);
      return new TicketError(
        `MantisBT n’est pas disponible pour l’instant (${told}). L’étape est retentée ; relancez-la si cela persiste.`,
        true,
        pause,
      );
    }
    return new TicketError(
      `MantisBT n’accepte pas la demande (${told}). Corrigez les données du dossier ou le fichier des connecteurs, puis ` +
        'relancez l’étape.',
      false,
    );
  }

  async function call<T>(schema: z.ZodType<T>, method: string, path: string, body?: object): Promise<T> {
    const headers = {
      authorization: token(),
      'content-type': 'application/json',
      accept: 'application/json',
    };
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(`${root}${path}`, {
        method,
        headers,
        // The token goes nowhere else.
        redirect: 'error',
        signal: AbortSignal.timeout(answerMillis),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      text = await answer.text();
    } catch (error) {
      throw new TicketError(
        `MantisBT (${settings.url}) ne répond pas. Vérifiez le réseau et le serveur ; l’étape est retentée, relancez-la ` +
          'si cela persiste.',
        true,
        undefined,
        { cause: error },
      );
    }
    if (!answer.ok) throw await refusal(answer, text);
    const result = schema.safeParse(safeJson(text));
    if (result.success) return result.data;
    throw new TicketError(
      `La réponse de MantisBT (${settings.url}) n’est pas celle qui est attendue : l’adresse est-elle la bonne ? ` +
        'L’administrateur doit vérifier le fichier des connecteurs.',
      false,
      undefined,
      { cause: result.error },
    );
  }

  async function projectId(): Promise<number | null> {
    const found = await call(projects, 'GET', '/projects');
    return found.projects.find(({ name }) => name === settings.project)?.id ?? null;
  }

  return {
    async me() {
      await call(z.looseObject({ id: z.number() }), 'GET', '/users/me');
    },
    hasProject: async () => (await projectId()) !== null,
    async create({ summary, description, additionalInformation }) {
      const answer = await call(created, 'POST', '/issues', {
        summary,
        description,
        additional_information: additionalInformation,
        project: { name: settings.project },
        category: { name: settings.category },
      });
      return answer.issue;
    },
    async read(id) {
      const [found] = (await call(issues, 'GET', `/issues/${id}`)).issues;
      if (found !== undefined) return found;
      throw new TicketGoneError(`MantisBT n’a pas le bug ${id}.`, false);
    },
    async close(id) {
      await call(issues, 'PATCH', `/issues/${id}`, { status: { name: settings.closedStatus } });
    },
    async find(mark, since) {
      const project = await projectId();
      if (project === null) return null;
      for (let page = 1; page <= mostPages; page += 1) {
        const path = `/issues?project_id=${project}&page_size=${pageSize}&page=${page}`;
        const found = (await call(issues, 'GET', path)).issues;
        const marked = found.find((one) => one.additional_information?.split(/\s+/).includes(mark));
        if (marked !== undefined) return marked;
        // The last changed come first.
        const oldest = found.at(-1);
        if (oldest === undefined || found.length < pageSize || new Date(oldest.updated_at) < since)
          return null;
      }
      return null;
    },
  };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
