import { verdictOn } from '../../src/procedures/shipped';
import { checksumOf, definedBy, sameContent } from '../../src/procedures/shipped-files';
import type { DeployedResource } from '../../src/readmodel/views';

const deployed = (version: number, content: string): DeployedResource => ({
  kind: 'process',
  id: 'p',
  key: String(version),
  version,
  content,
  deployedAt: '2026-01-01T00:00:00.000Z',
});
const versions = (...contents: string[]) =>
  contents.map((content, index) => deployed(contents.length - index, content));
const shipped = { kind: 'process', id: 'p', content: 'new' } as const;
const known = (checksum: string, version: number) => ({
  folder: 'p',
  checksum,
  versions: { process: { p: version }, form: {}, decision: {} },
  waiting_checksum: null,
  waiting_since: null,
});

describe('what becomes of a shipped procedure at a start', () => {
  it.each([
    ['nothing of it is there', [], undefined, 'DEPLOY'],
    ['nothing of it is there, though it was once', [], known('sum', 1), 'DEPLOY'],
    ['its files are those of the last start', versions('owner', 'new'), known('sum', 1), 'NOTHING'],
    ['its files changed, and nobody published since', versions('old'), known('other', 1), 'DEPLOY'],
    ['its files changed, and an owner published since', versions('owner', 'old'), known('other', 1), 'WAIT'],
    ['its files changed to what an owner published', versions('new', 'old'), known('other', 1), 'REMEMBER'],
    ['an earlier release deployed it', versions('new'), undefined, 'REMEMBER'],
    [
      'an earlier release deployed it, then an owner published',
      versions('owner', 'new'),
      undefined,
      'REMEMBER',
    ],
    ['nobody knows where the version in service comes from', versions('other'), undefined, 'WAIT'],
  ] as const)('%s', (_, there, row, verdict) => {
    expect(verdictOn('sum', [{ shipped, versions: there }], row)).toBe(verdict);
  });

  it('a form that an owner changed keeps the whole folder waiting', () => {
    const form = { kind: 'form', id: 'f', content: '{"id":"f","a":2}' } as const;
    const owned = [{ ...deployed(2, '{"id":"f","a":1}'), kind: 'form', id: 'f' } as const];
    const compared = [
      { shipped, versions: versions('old') },
      { shipped: form, versions: owned },
    ];
    const row = { ...known('other', 1), versions: { process: { p: 1 }, form: { f: 1 }, decision: {} } };
    expect(verdictOn('sum', compared, row)).toBe('WAIT');
  });
});

describe('the files', () => {
  it('have a checksum that knows names and contents, not their order', () => {
    const a = { name: 'a.form', content: '1' };
    const b = { name: 'b.form', content: '2' };
    expect(checksumOf([a, b])).toBe(checksumOf([b, a]));
    expect(checksumOf([a, b])).not.toBe(
      checksumOf([
        { ...a, content: '2' },
        { ...b, content: '1' },
      ]),
    );
    expect(checksumOf([{ name: 'a.form', content: '1\n' }])).not.toBe(checksumOf([a]));
  });

  it('define nothing when they cannot be read', async () => {
    expect(await definedBy({ name: 'x.bpmn', content: 'bonjour' })).toEqual([]);
    expect(await definedBy({ name: 'x.form', content: '{' })).toEqual([]);
  });

  it('forms are the same whatever their spaces and order', () => {
    const form = { kind: 'form', id: 'f', content: '{ "id": "f", "components": [] }' } as const;
    expect(sameContent(form, { content: '{"components":[],"id":"f"}' })).toBe(true);
    expect(sameContent(form, { content: '{"components":[1],"id":"f"}' })).toBe(false);
  });
});
