/** The README of a drafted procedure, with the table that ties the guide's sentences to elements. */
const cell = (text) => text.replaceAll('|', '\\|');
const ids = (list) => list.map((id) => `\`${id}\``).join(', ');
const table = (head, rows) => [
  `| ${head.join(' | ')} |`,
  `| ${head.map(() => '---').join(' | ')} |`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];

export function readmeFile(d) {
  const origin = d.origin ?? 'guide';
  const name = d.letter ? `${d.letter.toLowerCase()}-${d.slug}` : d.slug;
  const held = d.letter
    ? `the guide's lines ${d.lines[0]} to ${d.lines[1]}`
    : `the lines of the text that it takes (${d.lines.join(', ')})`;
  const elements = [
    { id: d.slug, from: d.scope },
    { id: `Participant_${d.letter ?? d.prefix.toUpperCase()}`, from: d.title },
    ...d.lanes,
    ...d.nodes,
    ...d.flows.map(([id, , , more = {}]) => ({ id, ...more })),
  ];
  const of = (key) =>
    elements.filter(({ from, why }) => !why && (from ?? '').split(' ').includes(key)).map(({ id }) => id);
  const sentences = Object.entries(d.says).map(([key, [line, text]]) => [line, cell(text), ids(of(key))]);
  const others = d.rows.map(([line, text, named = '']) => [
    line,
    cell(text),
    named ? ids(named.split(' ')) : 'without a step',
  ]);
  const reconstructed = elements.filter(({ why }) => why).map(({ id, why }) => [`\`${id}\``, why]);
  const keysOf = (forms) => [...new Set(forms.flatMap(({ form }) => form.fields.map(({ key }) => key)))];
  const withForm = d.nodes.filter(({ form }) => form);
  const start = withForm.filter(({ type }) => type === 'start');
  const later = withForm.filter(({ type }) => type !== 'start');
  const called = d.nodes.flatMap(({ call }) => (call ? [call.process] : []));
  const groups = [
    ...new Set(
      d.nodes
        .filter(({ type }) => type === 'user')
        .flatMap((node) => (node.group ?? d.lanes.find(({ id }) => id === node.lane).group).split(',')),
    ),
  ];
  const jobs = [
    ...new Set(d.nodes.flatMap(({ job, mail }) => [...(job ? [job] : []), ...(mail ? ['send-mail'] : [])])),
  ];
  return [
    `# ${d.letter ? `${d.letter}. ` : ''}${d.name}`,
    '',
    `${d.source} \`${origin}.txt\` holds ${held} (numbered, spaces normalised); \`tests/processes/fidelity.test.ts\` checks the tables below against it and against the diagram: no sentence without an element, no element without a sentence or the mark \`reconstruit\`.`,
    '',
    "In the diagram a `*` after a name and the ochre colour mean « reconstruit, à valider par la DSI ». The same is in the element's documentation and, for programs, in its property `logigramme:source` = `reconstruit`.",
    '',
    `![Diagram](../../docs/diagrams/${name}.svg)`,
    '',
    origin === 'guide' ? "## From the guide's sentences to elements" : '## From its sentences to elements',
    '',
    ...table(['Line', 'Sentence', 'Elements'], sentences),
    '',
    ...(others.length > 0
      ? [
          d.letter ? 'Abbreviations, the column « Acteurs » and the graph:' : 'The rest of these lines:',
          '',
          ...table(['Line', 'Text', 'Elements'], others),
          '',
        ]
      : []),
    ...(reconstructed.length > 0
      ? ['## What is reconstructed, and why', '', ...table(['Element', 'Why'], reconstructed), '']
      : []),
    ...(d.toAutomate?.length > 0
      ? [
          '## À automatiser',
          '',
          'Done by people for now; a connector may take them over:',
          '',
          ...d.toAutomate.map((line) => `- ${line}`),
          '',
        ]
      : []),
    '## Choices that are ours',
    '',
    '- A decision without an answer takes no branch: the case stops with an incident. In the forms the answers are required.',
    `- ${d.deadlines ?? 'The text gives no deadline, so there is none.'}`,
    ...d.choices.map((line) => `- ${line}`),
    '',
    '## Names',
    '',
    ...table(
      ['What', 'Names'],
      [
        d.circuit
          ? ['Given by the caller', ids(d.given)]
          : [
              'Variables of the request',
              `${ids(keysOf(start))}; set at the start: \`initiateur\`, \`numeroDossier\``,
            ],
        ['Set on the way', ids(keysOf(later).filter((key) => !keysOf(start).includes(key)))],
        ...(d.circuit ? [['Given back', ids(d.back)]] : [['Groups', ids(groups)]]),
        ...(called.length > 0 ? [['Procedures called', ids(called)]] : []),
        ...(jobs.length > 0 ? [['Job types', ids(jobs)]] : []),
      ],
    ),
    '',
  ].join('\n');
}
