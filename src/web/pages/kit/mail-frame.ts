/** A mail's HTML for an iframe. It is written by templates and variables: it may show, never run or fetch. */
import type { Response } from 'express';

const mailPolicy =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

export function sendMailFrame(res: Response, html: string): void {
  res.setHeader('Content-Security-Policy', mailPolicy);
  res.setHeader('X-Frame-Options', 'SAMEORIGIN');
  res.type('html').send(html);
}
