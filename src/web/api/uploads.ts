/** Files sent as multipart/form-data. */
import type { Request, RequestHandler } from 'express';
import multer from 'multer';
import type { z } from 'zod';
import { DomainError } from '../errors';
import { checked } from '../validate';

const MEGABYTE = 1024 * 1024;

/** Reads the files into memory; other content types pass untouched. */
export const receiveUploads: RequestHandler = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: 3 * MEGABYTE, files: 50, fields: 0 },
}).any();

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
