/** Fields of a description's forms, and the form-js schema that they make. */
const email =
  '^(?!\\.)(?!.*\\.\\.)[A-Za-z0-9_+.-]*[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*\\.)+[A-Za-z]{2,}$';

const field =
  (component) =>
  (key, label, more = {}) => ({ key, label, component, ...more });

/** Each takes (key, label, {optional, hint, hide, …}); `hide` is a FEEL condition under which it is not asked. */
export const fields = {
  line: field({ type: 'textfield', validate: { maxLength: 200 } }),
  text: field({ type: 'textarea', validate: { maxLength: 4000 } }),
  email: field({
    type: 'textfield',
    validate: {
      maxLength: 254,
      validationType: 'email',
      pattern: email,
      patternErrorMessage: 'Le courriel doit être une adresse complète, par exemple prenom.nom@domaine.ci.',
    },
  }),
  date: field({ type: 'datetime', subtype: 'date', validate: {} }),
  /** `interval`: minutes from one choice to the next; what is typed is rounded to it. */
  time: (key, label, interval, more = {}) => ({
    key,
    label,
    component: {
      type: 'datetime',
      subtype: 'time',
      timeInterval: interval,
      use24h: true,
      timeSerializingFormat: 'no_timezone',
      validate: {},
    },
    ...more,
  }),
  /** A day that is not over. */
  futureDate: field({ type: 'datetime', subtype: 'date', validate: {}, disallowPassedDates: true }),
  count: (key, label, min, max, more = {}) => ({
    key,
    label,
    component: { type: 'number', validate: { min, max }, decimalDigits: 0 },
    ...more,
  }),
  /** `values`: {code: label}. */
  choice: (key, label, values, more = {}) => ({
    key,
    label,
    values,
    component: { type: 'select', validate: {}, values: options(values) },
    ...more,
  }),
  yesNo: (key, label, yes = 'Oui', no = 'Non', more = {}) => ({
    key,
    label,
    silent: true,
    component: {
      type: 'radio',
      validate: {},
      values: [
        { label: yes, value: true },
        { label: no, value: false },
      ],
    },
    ...more,
  }),
  /** A box that must be ticked, unless optional. */
  tick: field({ type: 'checkbox', validate: {} }),
  /** Texts of which any number may be ticked. */
  several: (key, label, texts, more = {}) => ({
    key,
    label,
    isList: true,
    component: {
      type: 'checklist',
      validate: {},
      values: texts.map((text) => ({ label: text, value: text })),
    },
    ...more,
  }),
  /** Any number of rows, each with the `inner` fields. */
  rows: (key, label, inner, more = {}) => ({
    key,
    label,
    inner,
    component: { type: 'dynamiclist', isRepeating: true, allowAddRemove: true, defaultRepetitions: 1 },
    ...more,
  }),
};

const options = (values) => Object.entries(values).map(([value, label]) => ({ value, label }));

export function formFile(id, form, earlier) {
  const asked = new Set(form.fields.map(({ key }) => key));
  const shown = earlier.filter(
    ({ key, silent, component }, index) =>
      !silent &&
      !asked.has(key) &&
      component.type !== 'checkbox' &&
      earlier.findIndex((one) => one.key === key) === index,
  );
  const components = [
    ...(shown.length > 0 ? [{ type: 'html', id: `${id}_resume`, content: summary(shown) }] : []),
    ...form.fields.map((one) => toComponent(id, one)),
  ];
  const schema = {
    id,
    type: 'default',
    schemaVersion: 16,
    executionPlatform: 'Camunda Cloud',
    executionPlatformVersion: '8.5.0',
    exporter: { name: 'Logigramme', version: '0.1.0' },
    components,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function toComponent(id, { key, label, hint, hide, optional, component, inner }) {
  const { type, subtype, validate, ...rest } = component;
  if (inner) {
    const components = inner.map((one) => toComponent(`${id}_${key}`, one));
    const shown = hide ? { conditional: { hide: `=${hide}` } } : {};
    return { type, id: `${id}_${key}`, path: key, label, ...rest, showOutline: true, ...shown, components };
  }
  const labelled = type === 'datetime' ? { [`${subtype}Label`]: label } : { label };
  const rules = { ...(optional ? {} : { required: true }), ...validate };
  return {
    type,
    ...(subtype ? { subtype } : {}),
    id: `${id}_${key}`,
    key,
    ...labelled,
    ...(hint ? { description: hint } : {}),
    ...(Object.keys(rules).length > 0 ? { validate: rules } : {}),
    ...rest,
    ...(hide ? { conditional: { hide: `=${hide}` } } : {}),
  };
}

/** What is known of the case so far. */
function summary(shown) {
  const entries = shown.map((one) => {
    const present =
      one.isList || one.inner
        ? `${one.key} != null and count(${one.key}) > 0`
        : `${one.key} != null and ${one.key} != ""`;
    return `{{#if ${present}}}<dt>${one.title ?? one.label}</dt><dd>${valueOf(one)}</dd>{{/if}}`;
  });
  const number = '<strong>Dossier{{#if numeroDossier != null}} {{numeroDossier}}{{/if}}</strong>';
  return `<p>${number}</p><dl class="resume">${entries.join('')}</dl>`;
}

function valueOf({ key, values, isList, component, inner }) {
  if (inner) {
    const cells = inner.map((one) => {
      const value = valueOf({ ...one, key: `this.${one.key}` });
      return `{{#if this.${one.key} != null and this.${one.key} != ""}}${one.title ?? one.label} : ${value}. {{/if}}`;
    });
    return `<ul>{{#loop ${key}}}<li>${cells.join('')}</li>{{/loop}}</ul>`;
  }
  if (values)
    return Object.entries(values)
      .map(([value, label]) => `{{#if ${key} = "${value}"}}${label}{{/if}}`)
      .join('');
  if (isList) return `{{string join(${key}, " ; ")}}`;
  if (component.subtype === 'date')
    return `{{replace(${key}, "([0-9]{4})-([0-9]{2})-([0-9]{2})", "$3/$2/$1")}}`;
  return `{{${key}}}`;
}
