import { matchesPattern, problemOfPattern } from '../../../sandbox/events/pattern';
import type { Fields } from '../../../sandbox/gateway/operations';

const MANAGER = 'arn:aws:iam::111122223333:role/Manager';

/** A policy that somebody put, as CloudTrail says it of them. */
const putBy = (userIdentity: Fields): Fields => ({
  source: 'aws.kms',
  'detail-type': 'AWS API Call via CloudTrail',
  resources: [],
  detail: {
    eventName: 'PutKeyPolicy',
    userIdentity,
    resources: [{ ARN: 'arn:k', accountId: '111122223333' }, { ARN: 'arn:other' }],
    size: 7,
    empty: null,
    tags: ['a', 'b'],
  },
});

const byRole = (arn: string): Fields => putBy({ type: 'AssumedRole', sessionContext: { sessionIssuer: { arn } } });
const root = putBy({ type: 'Root', arn: 'arn:aws:iam::111122223333:root' });

test.each<[string, Fields, boolean]>([
  ['a value', { source: ['aws.kms'] }, true],
  ['one of several values', { source: ['aws.s3', 'aws.kms'] }, true],
  ['another value', { source: ['aws.s3'] }, false],
  ['two fields', { source: ['aws.kms'], detail: { eventName: ['PutKeyPolicy'] } }, true],
  ['two fields of which one differs', { source: ['aws.kms'], detail: { eventName: ['EnableKey'] } }, false],
  ['a field that is not there', { nothing: ['x'] }, false],
  ['an object instead of a value', { detail: ['x'] }, false],
  ['a field of an item of a list', { detail: { resources: { ARN: ['arn:other'] } } }, true],
  ['a field of no item of a list', { detail: { resources: { ARN: ['arn:third'] } } }, false],
  ['an item of a list', { detail: { tags: ['b', 'c'] } }, true],
  ['null', { detail: { empty: [null] } }, true],
  ['no null', { detail: { size: [null] } }, false],
  ['a number', { detail: { size: [7] } }, true],
  ['a text that looks like the number', { detail: { size: ['7'] } }, false],
  ['numbers between', { detail: { size: [{ numeric: ['>', 0, '<=', 7] }] } }, true],
  ['numbers not between', { detail: { size: [{ numeric: ['>', 7, '<=', 9] }] } }, false],
  ['prefix', { source: [{ prefix: 'aws.' }] }, true],
  ['another prefix', { source: [{ prefix: 'gcp.' }] }, false],
  ['suffix', { source: [{ suffix: '.kms' }] }, true],
  ['a prefix whatever its case', { source: [{ prefix: { 'equals-ignore-case': 'AWS' } }] }, true],
  ['equals whatever its case', { source: [{ 'equals-ignore-case': 'AWS.KMS' }] }, true],
  ['wildcard', { source: [{ wildcard: 'a*.k*s' }] }, true],
  ['a wildcard that does not fit', { source: [{ wildcard: 'a*.k*x' }] }, false],
  ['anything but a list', { source: [{ 'anything-but': ['aws.s3', 'aws.sqs'] }] }, true],
  ['anything but it', { source: [{ 'anything-but': 'aws.kms' }] }, false],
  ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'aws.' } }] }, false],
  ['anything but, of a field that is not there', { nothing: [{ 'anything-but': 'x' }] }, false],
  ['exists', { detail: { size: [{ exists: true }] } }, true],
  ['exists, of an object', { detail: [{ exists: true }] }, false],
  ['does not exist', { detail: { nothing: [{ exists: false }] } }, true],
  ['does not exist, below what is not there', { detail: { no: { thing: [{ exists: false }] } } }, true],
  ['does not exist, though it does', { detail: { size: [{ exists: false }] } }, false],
  ['one of two', { $or: [{ source: ['aws.s3'] }, { detail: { size: [7] } }] }, true],
  ['none of two', { $or: [{ source: ['aws.s3'] }, { detail: { size: [8] } }] }, false],
  ['a value and one of two', { source: ['aws.s3'], $or: [{ detail: { size: [7] } }, { source: ['x'] }] }, false],
])('%s', (_, pattern, expected) => {
  expect(problemOfPattern(pattern)).toBeUndefined();
  expect(matchesPattern(pattern, byRole('arn:x'))).toBe(expected);
});

test('"anything but our role" alone misses the root user and IAM users, and with "does not exist" nobody is missed', () => {
  const issuer = (...arn: unknown[]): Fields => ({ userIdentity: { sessionContext: { sessionIssuer: { arn } } } });
  const alone = { detail: issuer({ 'anything-but': [MANAGER] }) };
  const whole = { detail: { $or: [issuer({ 'anything-but': [MANAGER] }), issuer({ exists: false })] } };
  const user = putBy({ type: 'IAMUser', userName: 'Alice' });
  const matched = (pattern: Fields) =>
    [byRole(MANAGER), byRole('arn:x'), user, root].map(event => matchesPattern(pattern, event));
  expect(matched(alone)).toEqual([false, true, false, false]);
  expect(matched(whole)).toEqual([false, true, true, true]);
});

test.each<[unknown, string]>([
  ['x', 'Event pattern is not valid. Reason: Filter is not an object'],
  [{}, 'Event pattern is not valid. Reason: Empty objects are not allowed'],
  [{ source: 'aws.kms' }, 'Event pattern is not valid. Reason: "source" must be an object or an array at source'],
  [{ detail: { a: [] } }, 'Event pattern is not valid. Reason: Empty arrays are not allowed at detail.a'],
  [{ a: [{ like: 'x' }] }, 'Event pattern is not valid. Reason: Unrecognized match type like at a'],
  [
    { a: [{ exists: 'no' }] },
    'Event pattern is not valid. Reason: exists match pattern must be either true or false. at a',
  ],
  [{ a: [{ prefix: 7 }] }, 'Event pattern is not valid. Reason: prefix match pattern must be a string at a'],
  [
    { a: [{ numeric: ['~', 7] }] },
    'Event pattern is not valid. Reason: numeric needs pairs of a comparison and a number at a',
  ],
  [
    { a: [{ prefix: 'x', suffix: 'y' }] },
    'Event pattern is not valid. Reason: Only one key allowed in match expression at a',
  ],
  [{ $or: [{ a: ['x'] }] }, 'Event pattern is not valid. Reason: $or needs at least two at $or'],
])('%j is no pattern', (pattern, problem) => {
  expect(problemOfPattern(pattern)).toBe(problem);
});
