/** A mail template in the three parts that src/mail/out/template.ts reads. */
const code = (name) => `{{${name}}}`;

/** `fields`: [[label, expression]], left out when its variable is not there; `quote`: a variable. */
export function mailFile({
  subject,
  variables,
  greeting = '{{requerant}},',
  intro,
  fields = [],
  text = [],
  quote,
  end = [],
  from,
}) {
  const strong = (line) => line.replaceAll('{{numeroDossier}}', '<strong>{{numeroDossier}}</strong>');
  const row = ([label, expression, variable = expression]) =>
    `  {{#if ${variable}}}\n  <tr>\n    <td style="padding:2px 16px 2px 0;color:#596273">${label}</td>\n    <td style="padding:2px 0">${code(expression)}</td>\n  </tr>\n  {{/if}}`;
  const table =
    fields.length > 0
      ? [
          '<table role="presentation" cellspacing="0" cellpadding="0" style="margin:0 0 16px">',
          ...fields.map(row),
          '</table>',
        ]
      : [];
  const boxed = `<p style="margin:16px 0;padding:12px 16px;border-left:4px solid #1f4e79;background:#f2f4f7">{{lignes ${quote}}}</p>`;
  const paragraph = (line) => `<p>${strong(line)}</p>`;
  const close = 'Nous vous prions d’agréer l’expression de nos salutations distinguées.';
  const html = [
    `<p>${greeting}</p>`,
    ...intro.map(paragraph),
    ...table,
    ...text.map(paragraph),
    ...(quote ? [boxed] : []),
    ...end.map(paragraph),
    `<p>${close}</p>`,
    `<p>\n  ${from}<br>\n  Direction des Systèmes d’Information\n</p>`,
  ];
  const plainFields = fields.map(
    ([label, expression, variable = expression]) =>
      `{{#if ${variable}}}\n${label} : ${code(expression)}\n{{/if}}`,
  );
  const plain = [
    greeting,
    ...intro,
    ...(plainFields.length > 0 ? [plainFields.join('\n')] : []),
    ...text,
    ...(quote ? [code(quote)] : []),
    ...end,
    close,
    `${from}\nDirection des Systèmes d’Information`,
  ];
  return [
    '---',
    `sujet: ${subject}`,
    `variables: ${variables}`,
    '---',
    ...html,
    '--- texte ---',
    plain.join('\n\n'),
    '',
  ].join('\n');
}
