/** One rule for addresses: what a form takes, every worker can write to, and what none can is refused by the form. */
import { validateForm } from '../../src/forms/validate';
import { isAddress } from '../../src/text/address';
import { worker as createAccount } from '../../workers/create-directory-account';
import { worker as grantAccess } from '../../workers/grant-decision-access';
import { worker as sendMail } from '../../workers/send-mail';

const takes = {
  'the rule': isAddress,
  'a form': (text: string) => {
    const field = { type: 'textfield', id: 'f', key: 'a', label: 'a', validate: { validationType: 'email' } };
    return validateForm({ type: 'default', components: [field] }, { a: text }, {}).ok;
  },
  'send-mail': (text: string) => sendMail.input.safeParse({ destinataire: text }).success,
  'send-mail’s copies': (text: string) =>
    sendMail.input.safeParse({ destinataire: 'a@b.example', copies: [text] }).success,
  'an account': (text: string) =>
    createAccount.input.safeParse({ requerant: 'Awa', courrielRequerant: text }).success,
  'an access': (text: string) =>
    grantAccess.input.safeParse({ typeDemande: 'création', courrielRequerant: text, profil: 'Lecteur' })
      .success,
};

describe.each(Object.entries(takes))('%s', (_, take) => {
  it.each([
    'koné@',
    'kone@rh',
    '.a@douanes.example',
    'a.@douanes.example',
    'a..b@douanes.example',
    'a b@c.example',
    'a@-b.example',
    'a@b..example',
    'a@b.example,c@d.example',
    '<a@b.example>',
  ])('refuses %j', (text) => expect(take(text)).toBe(false));

  it.each([
    'kone@rh.example',
    'r&d@douanes.example',
    'paie+avril@sous.douanes.example',
    "n'guessan@douanes.example",
    ' awa@douanes.example',
    'awa@douanes.example\t',
    'awa@douanes.example\n',
  ])('takes %j', (text) => expect(take(text)).toBe(true));
});

it('should take the spaces around an address away before anybody writes to it', () => {
  expect(sendMail.input.parse({ destinataire: ' r&d@douanes.example ' })).toMatchObject({
    destinataire: 'r&d@douanes.example',
  });
  expect(createAccount.input.parse({ requerant: 'Awa', courrielRequerant: 'awa@b.example ' })).toMatchObject({
    courrielRequerant: 'awa@b.example',
  });
});
