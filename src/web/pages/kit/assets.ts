/** Addresses of the bundles in dist/public, with a fingerprint so that browsers keep them for a year. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import express, { type RequestHandler } from 'express';
import { projectRoot } from '../../../config/root';

export const publicFolder = path.join(projectRoot, 'dist', 'public');
const fingerprints = new Map<string, string>();

function fingerprint(name: string): string {
  const content = readFileSync(path.join(publicFolder, name));
  return createHash('sha256').update(content).digest('base64url').slice(0, 10);
}

/** `/assets/<name>?v=<fingerprint>`; without the fingerprint when the bundle is not built. */
export function assetUrl(name: string): string {
  let known = fingerprints.get(name);
  if (known === undefined) {
    try {
      known = fingerprint(name);
    } catch {
      return `/assets/${name}`;
    }
    fingerprints.set(name, known);
  }
  return `/assets/${name}?v=${known}`;
}

/** Serves dist/public; fingerprinted addresses for a year, others for a minute. */
export function assets(): RequestHandler {
  const files = express.static(publicFolder, { index: false, fallthrough: true, cacheControl: false });
  return (req, res) => {
    res.setHeader(
      'Cache-Control',
      req.query.v ? 'public, max-age=31536000, immutable' : 'public, max-age=60',
    );
    files(req, res, () => {
      res.status(404).type('text').send('Fichier introuvable');
    });
  };
}
