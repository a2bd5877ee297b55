/** Numbers of more digits than JavaScript's have. */
import { validateForm } from '../../src/forms';
import { parseJson, printJson } from '../../src/json';

const schema = {
  type: 'default',
  components: [
    { type: 'number', id: 'n', key: 'n', label: 'N', validate: { min: 1 } },
    { type: 'number', id: 's', key: 's', label: 'S', serializeToString: true },
    { type: 'textfield', id: 't', key: 't', label: 'T' },
  ],
};
const validated = (submitted: string, context = '{}'): string => {
  const result = validateForm(schema, parseJson(submitted), parseJson(context) as Record<string, unknown>);
  return result.ok ? printJson(result.values) : result.errors.map(({ message }) => message).join();
};

it.each([
  ['{"n":98765432109876543}', '{"n":98765432109876543}'],
  ['{"n":"98765432109876543"}', '{"n":98765432109876543}'],
  ['{"n":"+98765432109876543"}', '{"n":98765432109876543}'],
  ['{"n":2.0}', '{"n":2.0}'],
  ['{"n":12.5}', '{"n":12.5}'],
  ['{"s":98765432109876543}', '{"s":"98765432109876543"}'],
])('should keep %s as %s', (submitted, kept) => expect(validated(submitted)).toBe(kept));

it('should keep what was there when a browser sends back what it showed of it', () => {
  expect(validated('{"n":98765432109876540}', '{"n":98765432109876543}')).toBe('{"n":98765432109876543}');
  expect(validated('{"n":98765432109876560}', '{"n":98765432109876543}')).toBe('{"n":98765432109876560}');
});

it('should hold them to the bounds of the field', () => {
  expect(validated('{"n":-98765432109876543}')).toMatch(/1/);
});
