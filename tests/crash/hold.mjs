/**
 * Loaded into the program with --import: makes a worker stop for ever at a chosen moment, so that a kill hits that
 * moment and no other. HOLD names the moments, by comma; each says `held: <moment>` on standard output.
 *   reserve-stock, issue-stock, send-mail: what the worker does is committed, its job not yet answered
 *   mail-accepted: the mail server has the mail, the outbox does not know
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';

const require = createRequire(import.meta.url);
const moments = (process.env.HOLD ?? '').split(',').filter(Boolean);

function hold(moment) {
  process.stdout.write(`held: ${moment}\n`);
  return new Promise(() => undefined);
}

function holdAfter(object, method, moment) {
  const original = object[method];
  object[method] = async function held(...values) {
    await original.apply(this, values);
    return hold(moment);
  };
}

function holdMail() {
  const nodemailer = require('nodemailer');
  const { createTransport } = nodemailer;
  nodemailer.createTransport = (...values) => {
    const transport = createTransport(...values);
    holdAfter(transport, 'sendMail', 'mail-accepted');
    return transport;
  };
}

if (isMainThread) {
  for (const moment of moments) {
    if (moment === 'mail-accepted') holdMail();
    else {
      const file = path.resolve(import.meta.dirname, '../../dist/workers', `${moment}.js`);
      holdAfter(require(file).worker, 'handle', moment);
    }
  }
}
