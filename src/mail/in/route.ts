/** What a mail is for: a bounce, a reply, a start, or nothing. */
import { InboundState, type Decision, type InboundRow } from './inbox';
import type { AnsweredMail } from '../out/answered-mail';
import { readBounce } from '../out/bounce';
import type { IntakeParts } from './parts';
import { parseMail, UnreadableMailError, type InboundContent } from './parse';
import { fileReply } from './replies';
import { NotYetError, startByMail } from './start';

const ignored = (reason: string): Decision => ({ state: InboundState.IGNORED, reason });

/** Null when it is no bounce. */
async function bounce(parts: IntakeParts, content: InboundContent, raw: Buffer): Promise<Decision | null> {
  const addressed = content.recipients
    .map((one) => parts.addresses.mailOfBounceAddress(one))
    .find((id) => id !== null);
  const report = await readBounce(raw);
  const fromServer = /^(mailer-daemon|postmaster)@/.test(content.from?.address ?? '');
  // Programs that answer for people who are away write to the return path too.
  if (addressed !== undefined && report === null && !fromServer)
    return ignored('réponse automatique à l’adresse de retour');
  const reported = report?.messageId == null ? null : await parts.answeredMail(report.messageId);
  const mailId = addressed ?? reported?.id;
  if (mailId === undefined) return null;
  const marked = await parts.takeBounce(mailId, raw);
  return ignored(
    marked ? 'courriel non distribué, marqué comme tel' : 'avis d’un serveur qui n’annonce aucun échec',
  );
}

async function answered(parts: IntakeParts, content: InboundContent): Promise<AnsweredMail[]> {
  const found = await Promise.all(content.references.slice(-20).map((id) => parts.answeredMail(id)));
  return found.filter((mail) => mail !== null);
}

/** Throws `NotYetError` while the mail that it answers is not decided. */
async function caseOfThread(
  parts: IntakeParts,
  content: InboundContent,
  isKnown: boolean,
): Promise<string | null> {
  const sender = content.from?.address ?? '';
  const answeredOnes = (
    await parts.inbox.ofThread(content.references.filter((id) => id !== content.messageId).slice(-20))
  ).filter((mail) => isKnown || mail.sender === sender || mail.recipients.includes(sender));
  const filed = answeredOnes.find((mail) => mail.process_instance_key !== null);
  if (filed === undefined && answeredOnes.length > 0)
    throw new NotYetError('Le courriel auquel celui-ci répond n’est pas encore traité.');
  return filed?.process_instance_key ?? null;
}

/** Whoever holds a case's reply address may answer; else the sender wrote or got a mail of the case, or has an account. */
async function repliesTo(
  parts: IntakeParts,
  content: InboundContent,
  ours: readonly AnsweredMail[],
  isKnown: boolean,
): Promise<string | null> {
  const byAddress = content.recipients.map((one) => parts.addresses.caseOfReplyAddress(one));
  const key = byAddress.find((one) => one !== null);
  if (key !== undefined) return key;
  const sender = content.from?.address ?? '';
  const mail = ours.find(
    ({ processInstanceKey, recipients }) =>
      processInstanceKey !== null && (isKnown || recipients.some((one) => one.toLowerCase() === sender)),
  );
  return mail?.processInstanceKey ?? (await caseOfThread(parts, content, isKnown));
}

async function routeContent(parts: IntakeParts, row: InboundRow, raw: Buffer): Promise<Decision> {
  const content = await parseMail(raw, { returnPath: row.return_path, recipients: row.recipients });
  const bounced = await bounce(parts, content, raw);
  if (bounced !== null) return bounced;
  if ((await parts.answeredMail(content.messageId)) !== null)
    return ignored('courriel de Logigramme lui-même');
  if (content.automatic !== null) return ignored(content.automatic);
  if (content.from === null) return ignored('l’expéditeur n’est pas nommé, ou il y en a plusieurs');
  const { senderPerHour } = parts.settings;
  if ((await parts.inbox.inTheLastHour(row)) >= senderPerHour)
    return ignored(`plus de ${senderPerHour} courriels de cet expéditeur en une heure`);
  const ours = await answered(parts, content);
  const { address } = content.from;
  const isKnown = (await parts.accounts()).some(({ email }) => email?.trim().toLowerCase() === address);
  const key = await repliesTo(parts, content, ours, isKnown);
  if (key !== null) return fileReply(parts, { row, raw, content, instanceKey: key });
  const start = parts.settings.addresses.find((one) => content.recipients.includes(one.address));
  if (start !== undefined && content.passedOn !== null && !isKnown) return ignored(content.passedOn);
  if (start !== undefined)
    return startByMail(parts, { row, raw, content, start, answersOurs: ours.length > 0 });
  return ignored('aucune de ses adresses n’est connue');
}

/** Throws when something that it needs is away: it is tried again. */
export async function routeMail(parts: IntakeParts, row: InboundRow): Promise<Decision> {
  if (row.raw === null) return ignored('trop volumineux');
  try {
    return await routeContent(parts, row, Buffer.from(row.raw));
  } catch (error) {
    if (error instanceof UnreadableMailError) return ignored(`illisible (${error.message.slice(0, 200)})`);
    throw error;
  }
}
