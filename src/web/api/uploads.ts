/** Files sent as multipart/form-data. */
import type { Request, RequestHandler } from 'express';
import multer from 'multer';
import type { z } from 'zod';
import { MEGABYTE, tooLarge } from '../../procedures/deployment-size';
import { announcedTooLarge } from '../announced-size';
import { DomainError } from '../errors';
import { checked } from '../validate';

const MOST_FILES = 100;

/**
 * Reads the files into memory; other content types pass untouched. What says its size is refused before it is read.
 * @param largest bytes of all files together
 */
export function receiveUploads(largest: number): RequestHandler {
  const receive = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: largest, files: MOST_FILES, fields: 0 },
  }).any();
  return (request, response, next) => {
    const refusal = announcedTooLarge(request, largest);
    if (refusal !== null) {
      next(refusal);
      return;
    }
    receive(request, response, (error: unknown) => {
      const isLarge = error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE';
      next(isLarge ? tooLarge(null, largest) : error);
    });
  };
}

const mostFiles = 5;

/** Files that people send, into memory: whole, or gone with the request. Throws `DomainError` with the limit in it. */
export function receiveFiles(maxMegabytes: number): RequestHandler {
  const receive = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: maxMegabytes * MEGABYTE, files: mostFiles, fields: 5, fieldSize: 1000 },
  }).array('fichiers', mostFiles);
  return (request, response, next) => {
    receive(request, response, (error: unknown) => {
      if (error instanceof multer.MulterError) next(refusalOf(error, maxMegabytes));
      else if (error instanceof Error)
        next(new DomainError('BAD_REQUEST', 'L’envoi s’est interrompu : rien n’a été gardé. Recommencez.'));
      else next();
    });
  };
}

function refusalOf(error: multer.MulterError, maxMegabytes: number): DomainError {
  if (error.code === 'LIMIT_FILE_SIZE') {
    return new DomainError(
      'TOO_LARGE',
      `Un fichier dépasse ${String(maxMegabytes)} Mo : rien n’a été gardé. Réduisez-le, ou partagez-le en plusieurs.`,
    );
  }
  return new DomainError(
    'BAD_REQUEST',
    `Envoyez au plus ${String(mostFiles)} fichiers à la fois, dans le champ « fichiers ». Rien n’a été gardé.`,
  );
}

/** At least one; names as people gave them. */
export function receivedFiles(
  request: Request,
): readonly { readonly name: string; readonly content: Buffer }[] {
  const files = Array.isArray(request.files) ? request.files : [];
  if (files.length === 0) {
    const message = 'Aucun fichier reçu. Choisissez un fichier, puis envoyez-le.';
    throw new DomainError('FORM_INVALID', message, {
      errors: [{ field: 'fichiers', label: 'Fichiers', message }],
    });
  }
  return files.map(({ originalname, buffer }) => ({
    name: Buffer.from(originalname, 'latin1').toString('utf8'),
    content: buffer,
  }));
}

export function uploadedResources(
  request: Request,
  name: z.ZodType<string>,
): readonly { readonly name: string; readonly content: Buffer }[] {
  const files = Array.isArray(request.files) ? request.files : [];
  if (files.length === 0) {
    throw new DomainError(
      'BAD_REQUEST',
      'Aucun fichier reçu. Envoyez du JSON {"resources": [{"name", "content"}]} ou des fichiers en multipart/form-data.',
    );
  }
  return files.map((file) => ({
    // Multer reads file names as latin1; browsers send UTF-8.
    name: checked(name, Buffer.from(file.originalname, 'latin1').toString('utf8'), 'nom de fichier'),
    content: file.buffer,
  }));
}
