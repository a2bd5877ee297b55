/** Fonts embedded in every document: DejaVu has the letters of French and of the African languages. */
import path from 'node:path';

const folder = path.join(path.dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');

export const Font = {
  regular: path.join(folder, 'DejaVuSansCondensed.ttf'),
  bold: path.join(folder, 'DejaVuSansCondensed-Bold.ttf'),
} as const;
