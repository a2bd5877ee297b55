import { replaceItem } from '../../src/engine/behaviors/json-list';

const items = [1, null, 'a,"]\\', { a: [1, { b: '}' }], c: '\\' }, [], [[2], 'x'], '', -1.5e30, true, {}];

describe('an item of a JSON list', () => {
  test.each(items.map((_, index) => [index]))('is replaced at place %d', (index) => {
    for (const item of [...items, 'é\\"', '\\\\']) {
      const replaced = replaceItem(JSON.stringify(items), index, JSON.stringify(item));

      expect(JSON.parse(String(replaced))).toEqual(items.with(index, item as never));
    }
  });

  it('should be missed beyond the end, with the size of the list', () => {
    expect(replaceItem('[]', 0, '1')).toBe(0);
    expect(replaceItem('[1,[2,3]]', 2, '1')).toBe(2);
    expect(replaceItem('[1,2]', 7, '1')).toBe(2);
  });

  test.each(['null', '"[1]"', '{"a":[1]}', '12'])('is not in %s', (text) => {
    expect(replaceItem(text, 0, '1')).toBeUndefined();
  });
});
