import { createFormatter } from '../../src/text/format';

const now = Date.parse('2026-11-22T13:10:00Z');
const french = createFormatter('fr', 'Africa/Abidjan', now);

describe('values as people read them', () => {
  it.each([
    [true, 'Oui'],
    [false, 'Non'],
    [null, '—'],
    ['', '—'],
    [12, '12'],
    [1234.5, '1\u202f234,5'],
    ['ordinaire', 'ordinaire'],
    ['2026-12-01', '1er décembre 2026'],
    ['2026-12-01T08:30:00Z', '1er décembre 2026 à 08:30'],
    ['2026-13-45', '2026-13-45'],
    [['a', 2], 'a, 2'],
    [{ nom: 'Koné', present: true }, 'nom : Koné ; present : Oui'],
  ])('%j → %s', (value, shown) => {
    expect(french.value(value)).toBe(shown);
  });

  it('should tell times in the zone of the administration', () => {
    expect(createFormatter('fr', 'Europe/Paris', now).dateTime('2026-11-22T13:10:00Z')).toBe(
      '22 novembre 2026 à 14:10',
    );
    expect(french.dateTime('2026-11-22T13:10:00Z')).toBe('22 novembre 2026 à 13:10');
  });

  it.each([
    ['2026-11-22T13:09:30Z', 'il y a 30 secondes'],
    ['2026-11-22T11:10:00Z', 'il y a 2 heures'],
    ['2026-11-21T13:10:00Z', 'hier'],
  ])('%s was %s', (iso, age) => {
    expect(french.age(iso)).toBe(age);
  });

  it('should tell how long a case took', () => {
    expect(french.duration('2026-11-20T13:10:00Z', '2026-11-22T13:10:00Z')).toBe('2\u00a0jours');
    expect(french.duration('2026-11-22T12:10:00Z', null)).toBe('1\u00a0heure');
  });
});
