/** What the audit log keeps of what people do by page and API: one line a method, `<thing>.<verb>`. */
import type { AuditLog } from '../audit/audit-log';
import { audited, type Notes } from '../audit/audited';
import { AuditOutcome } from '../audit/entry';
import type { WebServices } from '../web/services';

type Notable = Omit<WebServices, 'audit'>;

/** A case that was read is noted once in this time for each reader: live pages read it again and again. */
const READ_AGAIN_MILLIS = 3_600_000;

const task = ([, key]: readonly [unknown, string, ...unknown[]], view?: { processInstanceKey: string }) => ({
  subject: key,
  processInstanceKey: view?.processInstanceKey ?? null,
});
const ofCase = ([, key]: readonly [unknown, string, ...unknown[]]) => ({
  subject: key,
  processInstanceKey: key,
});
const named = ([name]: readonly [string, ...unknown[]]) => ({ subject: name });
const second = ([, id]: readonly [unknown, string, ...unknown[]]) => ({ subject: id });

const tasks: Notes<WebServices['tasks']> = {
  claim: ['task.claim', task],
  unclaim: ['task.release', task],
  assign: ['task.assign', (args, view) => ({ ...task(args, view), details: { assignee: args[2] } })],
  complete: ['task.complete', task],
  comment: ['task.comment', ([, key]) => ({ subject: key })],
  remind: ['task.remind', ([, key]) => ({ subject: key })],
};

function casesNotes(now: () => number): Notes<WebServices['cases']> {
  const seen = new Map<string, number>();
  function firstReading(reader: string, key: string): boolean {
    const at = now();
    for (const [one, since] of seen) {
      if (at - since < READ_AGAIN_MILLIS) break;
      seen.delete(one);
    }
    const id = `${reader} ${key}`;
    if (seen.has(id)) return false;
    seen.set(id, at);
    return true;
  }
  return {
    start: [
      'case.start',
      ([, bpmnProcessId], started) => ({
        subject: bpmnProcessId,
        processInstanceKey: started?.processInstanceKey ?? null,
      }),
    ],
    read: [
      'case.read',
      (args, view) => (view === undefined || firstReading(args[0].name, args[1]) ? ofCase(args) : null),
    ],
    changeVariables: [
      'case.correct',
      (args) => ({ ...ofCase(args), details: { names: Object.keys(args[2].variables).join(', ') } }),
    ],
    cancel: ['case.cancel', ofCase],
    withdraw: ['case.withdraw', ofCase],
  };
}

const identity: Notes<WebServices['identity']> = {
  // Who signs in is noted with the session; each call of the API with a password would be one more.
  authenticate: [
    'session.refuse',
    ([name], account) =>
      account === null || account === undefined
        ? { actor: name.slice(0, 100), subject: name.slice(0, 100), outcome: AuditOutcome.REFUSED }
        : null,
  ],
  openSession: ['session.open', ([name]) => ({ actor: name, subject: name })],
  closeSession: ['session.close', () => ({})],
  createToken: [
    'token.create',
    ([name, label], token) => ({ subject: name, details: { label, id: token?.id ?? null } }),
  ],
  revokeToken: ['token.revoke', ([name, id]) => ({ subject: name, details: { id } })],
};

const directory: Notes<WebServices['directory']> = {
  create: [
    'account.create',
    ([name, entry]) => ({
      subject: name,
      details: { roles: entry.roles.join(', '), groups: entry.groups.join(', ') },
    }),
  ],
  change: [
    'account.change',
    ([name, entry]) => ({
      subject: name,
      details: { roles: entry.roles.join(', '), groups: entry.groups.join(', ') },
    }),
  ],
  givePassword: ['account.password', named],
  setPassword: ['account.password', named],
  deactivate: ['account.deactivate', named],
  reactivate: ['account.reactivate', named],
};

const studio: Notes<WebServices['studio']> = {
  createNew: ['draft.create', (_, id) => ({ subject: id ?? null })],
  createFrom: ['draft.create', ([, bpmnProcessId]) => ({ subject: bpmnProcessId })],
  discard: ['draft.discard', second],
  publish: ['procedure.publish', second],
  approve: ['procedure.approve', second],
  sendBack: ['procedure.sendBack', second],
  setNeedsApproval: [
    'procedure.rule',
    ([, bpmnProcessId, needsApproval]) => ({ subject: bpmnProcessId, details: { needsApproval } }),
  ],
  zip: ['download.draft', second],
};

const references: Notes<WebServices['references']> = {
  create: ['reference.create', ([, kind], item) => ({ subject: `${kind}/${item?.code ?? ''}` })],
  change: ['reference.change', ([, kind, code]) => ({ subject: `${kind}/${code}` })],
  remove: ['reference.remove', ([, kind, code]) => ({ subject: `${kind}/${code}` })],
};

/** What pages and API ask of the engine themselves. */
const engine: Notes<WebServices['engine']> = {
  resolveIncident: ['incident.resolve', ([key]) => ({ subject: key })],
  publishMessage: ['message.publish', ([message]) => ({ subject: message.name })],
};

/** The same services, each action kept in the log before it is answered. */
export function auditedServices(services: Notable, log: AuditLog): WebServices {
  return {
    ...services,
    audit: log,
    engine: audited(services.engine, engine, log),
    tasks: audited(services.tasks, tasks, log),
    cases: audited(services.cases, casesNotes(services.now), log),
    interventions: audited(
      services.interventions,
      {
        modify: ['case.modify', ofCase],
        cancel: ['case.cancel', ofCase],
        migrate: [
          'case.migrate',
          ([, keys, { targetProcessDefinitionKey: target }, reason]) =>
            reason === null ? null : { subject: target, details: { cases: keys.join(', ').slice(0, 2000) } },
        ],
      },
      log,
    ),
    identity: audited(services.identity, identity, log),
    directory: audited(services.directory, directory, log),
    studio: audited(services.studio, studio, log),
    references: audited(services.references, references, log),
    deployer: audited(
      services.deployer,
      {
        deploy: [
          'procedure.deploy',
          ([resources]) => ({
            details: {
              files: resources
                .map(({ name }) => name)
                .join(', ')
                .slice(0, 500),
            },
          }),
        ],
      },
      log,
    ),
    suspensions: audited(
      services.suspensions,
      { suspend: ['procedure.suspend', second], resume: ['procedure.resume', second] },
      log,
    ),
    stock: audited(services.stock, { receive: ['stock.receive', named] }, log),
    passwords: audited(
      services.passwords,
      { show: ['password.show', named], renew: ['password.renew', named] },
      log,
    ),
    outgoing: audited(services.outgoing, { resend: ['mail.resend', named] }, log),
    documents: audited(
      services.documents,
      {
        read: [
          'download.document',
          ([id], file) => ({ subject: id, processInstanceKey: file?.processInstanceKey ?? null }),
        ],
      },
      log,
    ),
    caseFiles: audited(
      services.caseFiles,
      {
        stage: ['document.send', (_, file) => ({ subject: file?.id ?? null })],
        add: [
          'document.add',
          ([, { processInstanceKey }], file) => ({ subject: file?.id ?? null, processInstanceKey }),
        ],
      },
      log,
    ),
  };
}
