/** Reports without a part for programs: those of Exim, qmail, Exchange and others of before RFC 3464. */
import type { ParsedMail } from 'mailparser';
import { bounceReason, messageIdIn, type BounceReport, type UndeliveredRecipient } from './bounce-reason';

const mostRecipients = 50;
const longestText = 100_000;
const servers = /^(mailer-daemon|postmaster|mail-daemon|microsoftexchange[0-9a-f]+)([+@]|$)/;

/** It goes on trying. */
const delayed =
  /\b(delayed|delay(ed)? (notification|warning)|will (continue|keep)|continue (to be )?(trying|retrying|attempt)|still trying|not been delivered yet|could not be delivered yet|no action is required|warning message only|do not need to resend|retardé|toujours pas été|tentatives? (de remise )?(se poursuiv|continu))/i;
const failedSubject =
  /(undeliver|undelivered|delivery (has )?fail|failure|returned mail|returned to sender|could not be delivered|non remis|non distribué|échec|impossible de remettre|non[- ]remise)/i;
const failedText =
  /(could not be delivered|couldn't be delivered|wasn't able to deliver|unable to deliver|permanent (fatal )?error|permanent failure|gave up|giving up|delivery (to the following|has failed|failed)|did not reach the following|undeliverable|user unknown|does not exist|n’a pas pu être remis|n'a pas pu être remis|impossible de remettre|\b5\.\d\.\d{1,3}\b|\b55\d[ -])/i;

const address = /<?(?<address>[^\s<>,;:"()]{1,64}@[^\s<>,;:"()]{1,190})>?/u;

/** `awa@dsi.example:` or `<awa@dsi.example>:` alone on a line, then what the server said. */
function recipientsIn(text: string): UndeliveredRecipient[] {
  return text
    .split(/\n{2,}/)
    .flatMap((block) => {
      const [first = '', ...said] = block.trim().split('\n');
      const found = new RegExp(`^\\s*${address.source}:?\\s*(?:\\(.*\\))?\\s*$`, 'u').exec(first);
      const named = found?.groups?.['address'];
      return named === undefined ? [] : [{ address: named, reason: bounceReason(said.join(' ')) }];
    })
    .slice(0, mostRecipients);
}

function failedHeader(mail: ParsedMail): readonly string[] {
  const line = mail.headerLines.find(({ key }) => key === 'x-failed-recipients')?.line ?? '';
  const named = line.slice(line.indexOf(':') + 1).split(/[\s,]+/);
  return named.filter((one) => one.includes('@')).slice(0, mostRecipients);
}

/** Null when it is no report of a server. */
export function readPlainBounce(mail: ParsedMail): BounceReport | null {
  const named = failedHeader(mail);
  const sender = mail.from?.value[0]?.address?.toLowerCase() ?? '';
  if (named.length === 0 && !servers.test(sender)) return null;
  const text = (mail.text ?? '').slice(0, longestText).replace(/\r\n?/g, '\n');
  const returned = mail.attachments.map(({ content }) => content.toString('latin1')).join('\n');
  const messageId = messageIdIn(text) ?? messageIdIn(returned);
  const subject = mail.subject ?? '';
  if (named.length === 0 && (delayed.test(subject) || (delayed.test(text) && !failedSubject.test(subject))))
    return { messageId, undelivered: [] };
  if (named.length === 0 && !failedSubject.test(subject) && !failedText.test(text)) return null;
  const inText = recipientsIn(text);
  const byHeader = named.map(
    (one) => inText.find((found) => found.address === one) ?? { address: one, reason: bounceReason(text) },
  );
  const all = byHeader.length > 0 ? byHeader : inText;
  return { messageId, undelivered: all.length > 0 ? all : [{ address: null, reason: bounceReason(text) }] };
}
