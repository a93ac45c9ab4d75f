import fc from 'fast-check';
import { renderXml } from '../../../sandbox/gateway/xml';
import { parseString } from '../../support/parsed-xml';

test.each<[string, unknown, string]>([
  ['a text', 'a', '<A>a</A>'],
  ['an empty text', '', '<A></A>'],
  ['a number', 0, '<A>0</A>'],
  ['false', false, '<A>false</A>'],
  ['nothing', undefined, ''],
  ['null', null, ''],
  ['a time', new Date(0), '<A>1970-01-01T00:00:00.000Z</A>'],
  ['fields', { B: 1, C: undefined, D: 'd' }, '<A><B>1</B><D>d</D></A>'],
  ['a list', [1, { B: 2 }], '<A><member>1</member><member><B>2</B></member></A>'],
  ['an empty list', [], '<A></A>'],
])('%s', (_, value, xml) => {
  expect(renderXml('A', value)).toBe(xml);
});

test('a list of S3 repeats the name of the list, and an empty one is nothing', () => {
  expect(renderXml('A', { B: [1, 2], C: [] }, 'repeated')).toBe('<A><B>1</B><B>2</B></A>');
});

test('no text leaves its element, and each comes out as it went in, but for what XML has no form for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      expect(parseString(renderXml('A', text))).toBe(text.replace(/[^\t\n\r\u0020-\uFFFD]/g, '?'));
    }),
  );
});
