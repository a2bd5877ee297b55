import { strToU8, zipSync } from 'fflate';
import { filesOfZip, zipOf } from '../../src/studio/bundle';

const files = [
  { name: 'p.bpmn', content: '<a>é</a>' },
  { name: 'f.form', content: '{}' },
];

describe('a procedure as a zip', () => {
  it('should read a file by the encoding that it declares, which then is UTF-8', () => {
    const text = '<?xml version="1.0" encoding="ISO-8859-1"?><a>été</a>';
    const zip = zipSync({ 'p.bpmn': new Uint8Array(Buffer.from(text, 'latin1')) });
    expect(filesOfZip(Buffer.from(zip))).toEqual([
      { name: 'p.bpmn', content: '<?xml version="1.0" encoding="UTF-8"?><a>été</a>' },
    ]);
  });

  it('goes out and in as it was, the same bytes each time', () => {
    expect(filesOfZip(zipOf(files))).toEqual(files);
    expect(zipOf(files).equals(zipOf(files))).toBe(true);
  });

  it.each([
    ['what is no zip', Buffer.from('bonjour')],
    ['a zip without procedure', Buffer.from(zipSync({ 'a.txt': strToU8('a') }))],
    ['two files of one name', Buffer.from(zipSync({ 'a/p.bpmn': strToU8('a'), 'b/p.bpmn': strToU8('b') }))],
  ])('refuses %s', (_, zip) => {
    expect(() => filesOfZip(zip)).toThrow(/Rien n’a été importé/);
  });

  it('never leaves its folder', () => {
    expect(filesOfZip(zipSync({ '../../etc/p.bpmn': strToU8('a') }))).toEqual([
      { name: 'p.bpmn', content: 'a' },
    ]);
  });
});
