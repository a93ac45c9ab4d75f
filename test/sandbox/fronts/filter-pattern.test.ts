import { parseFilterPattern } from '../../../sandbox/fronts/filter-pattern';

const REFUSED =
  '{"level":"ERROR","message":"messages not stored","class":"notJson","count":3,"deep":{"list":[{"n":7}]},"none":null,"on":true}';
const STORED = '{"level":"INFO","message":"messages stored before","count":1}';
const TEXT = 'END RequestId: 7 "quoted"';

test.each([
  ['', [REFUSED, STORED, TEXT]],
  ['stored', [REFUSED, STORED]],
  ['"messages not stored"', [REFUSED]],
  ['messages INFO', [STORED]],
  ['messages -INFO', [REFUSED]],
  ['?ERROR ?RequestId', [REFUSED, TEXT]],
  [String.raw`"\"quoted\""`, [TEXT]],
  ['{ $.message = "messages not stored" }', [REFUSED]],
  ['{ $.message = "messages*" && $.level != "ERROR" }', [STORED]],
  ['{ $.class = "*Json" || $.level = INFO }', [REFUSED, STORED]],
  ['{ $.count >= 2 }', [REFUSED]],
  ['{ $.count < 2 }', [STORED]],
  ['{ $.count = 3 }', [REFUSED]],
  ['{ $.count = "3" }', [REFUSED]],
  ['{ $.deep.list[0].n > 6 }', [REFUSED]],
  ['{ $.class NOT EXISTS }', [STORED]],
  ['{ $.none IS NULL && $.on IS TRUE }', [REFUSED]],
])('%s', (pattern, expected) => {
  const isWanted = parseFilterPattern(pattern)!;
  expect([REFUSED, STORED, TEXT].filter(isWanted)).toEqual(expected);
});

test.each(['[ip, user]', '{ $.a = 1', '{ ($.a = 1) }', '%regex%'])('%s is not known', pattern => {
  expect(parseFilterPattern(pattern)).toBeUndefined();
});
