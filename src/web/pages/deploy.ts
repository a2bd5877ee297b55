/** `/procedures/deployer`: new procedures and versions, for owners and administrators. */
import { Router, type NextFunction, type Request, type Response } from 'express';
import multer from 'multer';
import { hasRole, Role } from '../../identity/account';
import { EngineRejectedError } from '../../zeebe/errors';
import type { Deployment } from '../../zeebe/api';
import { DeploymentRefusedError } from '../../procedures/checked-deploy';
import type { Finding } from '../../procedures/checks';
import { megabytes } from '../../procedures/deployment-size';
import { untilDeployed } from '../../procedures/shown';
import { announcedTooLarge } from '../announced-size';
import { DomainError } from '../errors';
import { signedIn } from './kit/http';
import type { PageKit, Reader } from './kit/renderer';

const MOST_FILES = 100;
const deployable = /\.(bpmn|form|dmn)$/i;

export interface Problem {
  /** File or element, when known. */
  readonly label: string | null;
  readonly message: string;
}

interface Outcome {
  readonly problems?: readonly Problem[];
  readonly warnings?: readonly Problem[];
  readonly deployed?: readonly { kind: string; id: string; version: number }[];
}

export function deployPages(kit: PageKit): Router {
  const router = Router();
  const { largest } = kit.services.deployer;
  const upload = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: largest, files: MOST_FILES },
  }).array('fichiers');

  const allowed = (req: Request, _res: Response, next: NextFunction) => {
    if (hasRole(signedIn(req), Role.ADMIN, Role.OWNER)) next();
    else throw new DomainError('FORBIDDEN', kit.reader(req).t('deploy.forbidden'));
  };

  async function sendForm(req: Request, res: Response, outcome: Outcome = {}) {
    await kit.send(req, res, 'deploy', {
      title: kit.reader(req).t('deploy.title'),
      active: 'procedures',
      largest,
      most: megabytes(largest),
      ...outcome,
    });
  }

  const refuse = (req: Request, res: Response, status: number, message: string) => {
    res.status(status);
    return sendForm(req, res, { problems: [{ label: null, message }] });
  };

  /** multer's own refusals become a line on the page. What says its size is refused before it is read. */
  const received = (req: Request, res: Response, next: NextFunction) => {
    const announced = announcedTooLarge(req, largest);
    if (announced !== null) {
      refuse(req, res, announced.status, announced.message).catch(next);
      return;
    }
    upload(req, res, (error: unknown) => {
      if (!(error instanceof multer.MulterError)) {
        next(error);
        return;
      }
      const { t } = kit.reader(req);
      const isLarge = error.code === 'LIMIT_FILE_SIZE';
      const message = isLarge
        ? t('deploy.tooLarge', { most: megabytes(largest) })
        : t(error.code === 'LIMIT_FILE_COUNT' ? 'deploy.tooMany' : 'deploy.noFile', { most: MOST_FILES });
      refuse(req, res, isLarge ? 413 : 400, message).catch(next);
    });
  };

  router.get('/procedures/deployer', allowed, async (req, res) => {
    await sendForm(req, res);
  });

  router.post('/procedures/deployer', allowed, received, async (req, res) => {
    const reader = kit.reader(req);
    const files = filesOf(req);
    const resources = files.map((file) => ({ name: fileName(file), content: file.buffer }));
    const problems = fileProblems(reader, files);
    if (problems.length > 0) {
      res.status(400);
      await sendForm(req, res, { problems });
      return;
    }
    try {
      const { deployment, warnings } = await kit.services.deployer.deploy(resources);
      await untilDeployed(kit.services, [deployment]);
      await sendForm(req, res, {
        deployed: deployedLines(reader, deployment),
        warnings: warnings.map(findingLine),
      });
    } catch (error) {
      if (error instanceof DomainError && error.code === 'TOO_LARGE') {
        await refuse(req, res, error.status, error.message);
        return;
      }
      const refusals = refusalLines(error);
      if (refusals === null) throw error;
      res.status(400);
      await sendForm(req, res, { problems: refusals });
    }
  });

  return router;
}

type UploadedFile = Express.Multer.File;

function filesOf(req: Request): readonly UploadedFile[] {
  return Array.isArray(req.files) ? req.files : [];
}

/** Browsers send names in UTF-8, which multer reads as latin1. */
function fileName(file: UploadedFile): string {
  return Buffer.from(file.originalname, 'latin1').toString('utf8');
}

function fileProblems({ t }: Reader, files: readonly UploadedFile[]): Problem[] {
  if (files.length === 0) return [{ label: null, message: t('deploy.noFile') }];
  return files
    .filter((file) => !deployable.test(file.originalname))
    .map((file) => ({ label: null, message: t('deploy.wrongType', { file: fileName(file) }) }));
}

function refusalLines(error: unknown): Problem[] | null {
  if (error instanceof DeploymentRefusedError) return error.findings.map(findingLine);
  return error instanceof EngineRejectedError ? rejectionLines(error.reason) : null;
}

/** The file and the element; then its name, as people know it, and what to do. */
export function findingLine({ resource, elementId, elementName, message }: Finding): Problem {
  return {
    label: elementId === null ? resource : `${resource} · ${elementId}`,
    message: elementName === null ? message : `« ${elementName} » : ${message}`,
  };
}

/** One line per error of the engine's text; its bullet and indentation marks dropped. */
function rejectionLines(reason: string): Problem[] {
  return reason
    .split('\n')
    .map((row) => row.replace(/^[\s\-*•]+/, '').trim())
    .filter((row) => row !== '')
    .map((row) => ({ label: null, message: row }));
}

function deployedLines({ t }: Reader, deployment: Deployment) {
  return [
    ...deployment.processes.map((one) => ({
      kind: t('deploy.kind.process'),
      id: one.bpmnProcessId,
      version: one.version,
    })),
    ...deployment.forms.map((one) => ({ kind: t('deploy.kind.form'), id: one.formId, version: one.version })),
    ...deployment.decisions.map((one) => ({
      kind: t('deploy.kind.decision'),
      id: one.decisionId,
      version: one.version,
    })),
  ];
}
