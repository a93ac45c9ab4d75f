import { evaluate } from '../../../src/key-policy/evaluation/evaluate';
import { type Context } from '../../../src/key-policy/evaluation/request';
import { type Statement } from '../../../src/key-policy/statement';
import { KEY_ARN, role } from '../../support/key-policy-facts';

type Condition = NonNullable<Statement['Condition']>;

const met = (Condition: Condition, context: Context, Version = '2012-10-17') => {
  const statement: Statement = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition };
  const { verdict } = evaluate(
    { identity: [], resource: { Version, Statement: [statement] } },
    { principal: role('App'), action: 'kms:Decrypt', resource: KEY_ARN, context },
  );
  return { allowed: 'yes', denied: 'no', depends: 'open' }[verdict];
};

const IP = 'aws:SourceIp';
const TAG = 'aws:PrincipalTag/team';
const NOW = 'aws:CurrentTime';
const SOURCE = 'aws:SourceArn';
const BUCKET = 'arn:aws:s3:::orders';

/** An operator, the policy's values, the call's (nothing: the key is absent), and whether the condition is met. */
type Row = readonly [
  operator: string,
  key: string,
  wanted: string | string[],
  actual: string | string[] | undefined,
  met: string,
];

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
describe('operators compare as IAM documents', () => {
  test.each<Row>([
    ['StringEquals', TAG, 'blue', 'blue', 'yes'],
    ['StringEquals', TAG, 'blue', 'Blue', 'no'],
    ['StringEquals', TAG, ['red', 'blue'], 'blue', 'yes'],
    ['StringEquals', TAG, 'bl*', 'blue', 'no'],
    ['StringEqualsIgnoreCase', TAG, 'blue', 'BLUE', 'yes'],
    ['StringNotEquals', TAG, ['red', 'blue'], 'blue', 'no'],
    ['StringNotEquals', TAG, ['red', 'blue'], 'green', 'yes'],
    ['StringNotEquals', TAG, 'blue', undefined, 'yes'],
    ['StringNotEqualsIgnoreCase', TAG, 'blue', 'BLUE', 'no'],
    ['StringLike', TAG, 'b?u*', 'blue', 'yes'],
    ['StringLike', TAG, 'b?u', 'blue', 'no'],
    ['StringLike', TAG, 'b${*}', 'b*', 'yes'],
    ['StringLike', TAG, 'b${*}', 'blue', 'no'],
    ['StringLike', TAG, 'b${?}', 'bl', 'no'],
    ['StringEquals', TAG, '${$}{x}', '${x}', 'yes'],
    ['StringNotLike', TAG, 'b*', 'red', 'yes'],
    ['NumericEquals', 'aws:MultiFactorAuthAge', '300', '300.0', 'yes'],
    ['NumericLessThan', 'aws:MultiFactorAuthAge', '300', '299', 'yes'],
    ['NumericLessThanEquals', 'aws:MultiFactorAuthAge', '300', '301', 'no'],
    ['NumericGreaterThan', 'aws:MultiFactorAuthAge', '300', '1e9', 'open'],
    ['NumericNotEquals', 'aws:MultiFactorAuthAge', '300', '300', 'no'],
    ['NumericLessThan', 'aws:MultiFactorAuthAge', '300', undefined, 'no'],
    ['DateGreaterThan', NOW, '2020-01-01T00:00:00Z', '2026-11-25T12:00:00Z', 'yes'],
    ['DateLessThan', NOW, '2020-01-01', '2026-11-25T12:00:00Z', 'no'],
    ['DateEquals', NOW, '1577836800', '2020-01-01T00:00:00Z', 'yes'],
    ['DateLessThanEquals', NOW, '2020-01-01T01:00:00+01:00', '2020-01-01T00:00:00Z', 'yes'],
    ['DateGreaterThanEquals', NOW, '2020-01-01', '2019-12-31T23:59:59.999Z', 'no'],
    ['DateNotEquals', NOW, '2020-01-01', '2020-01-02', 'yes'],
    ['DateLessThan', NOW, 'tomorrow', '2020-01-02', 'open'],
    ['Bool', 'aws:SecureTransport', 'True', 'true', 'yes'],
    ['Bool', 'aws:SecureTransport', 'true', 'false', 'no'],
    ['Bool', 'aws:SecureTransport', 'true', undefined, 'no'],
    ['Bool', 'aws:SecureTransport', 'yes', 'true', 'open'],
    ['BinaryEquals', TAG, 'QmxhY2s=', 'QmxhY2s', 'yes'],
    ['BinaryEquals', TAG, 'QmxhY2s=', 'QmxhY2w=', 'no'],
    ['IpAddress', IP, '0.0.0.0/0', '1.2.3.4', 'yes'],
    ['IpAddress', IP, '203.0.113.0/24', '203.0.114.1', 'no'],
    ['IpAddress', IP, '203.0.113.7', '203.0.113.7', 'yes'],
    ['IpAddress', IP, ['10.0.0.0/8', '2001:db8::/32'], '2001:0db8:0:0::1', 'yes'],
    ['IpAddress', IP, '2001:db8::/33', '2001:db8:8000::1', 'no'],
    ['IpAddress', IP, '10.0.0.0/8', '2001:db8::1', 'no'],
    ['IpAddress', IP, '10.0.0.0/40', '10.0.0.1', 'open'],
    ['IpAddress', IP, '10.0.0/8', '10.0.0.1', 'open'],
    ['IpAddress', IP, '10.0.0.0/8', '010.0.0.1', 'open'],
    ['NotIpAddress', IP, '10.0.0.0/8', '10.0.0.1', 'no'],
    ['NotIpAddress', IP, '10.0.0.0/8', undefined, 'yes'],
    ['ArnEquals', SOURCE, 'arn:aws:s3:::*', BUCKET, 'yes'],
    ['ArnLike', SOURCE, 'arn:*:s3:*:*:ord?rs', BUCKET, 'yes'],
    ['ArnLike', SOURCE, 'arn:aws:*:orders', BUCKET, 'open'],
    ['ArnLike', SOURCE, 'arn:aws:s3:*', BUCKET, 'open'],
    ['ArnLike', SOURCE, '*', BUCKET, 'open'],
    ['ArnLike', SOURCE, 'arn:aws:s3:::*', 'orders', 'no'],
    ['ArnLike', SOURCE, 'arn:aws:sns:*:*:*', 'arn:aws:sns:eu-west-1:111122223333:a:b', 'yes'],
    ['ArnNotLike', SOURCE, 'arn:aws:s3:::*', BUCKET, 'no'],
    ['ArnNotEquals', SOURCE, 'arn:aws:s3:::*', undefined, 'yes'],
  ])('%s %s %j, got %j: %s', (operator, key, wanted, actual, expected) => {
    expect(met({ [operator]: { [key]: wanted } }, actual === undefined ? {} : { [key]: actual })).toBe(expected);
  });
});

// …/reference_policies_condition-single-vs-multi-valued-context-keys.html, and the pages beside it
describe('absent keys, sets and variables', () => {
  const KEYS = 'kms:EncryptionContextKeys';
  test.each<Row>([
    ['Null', TAG, 'true', undefined, 'yes'],
    ['Null', TAG, 'true', 'blue', 'no'],
    ['Null', TAG, 'false', undefined, 'no'],
    ['Null', TAG, ['true', 'false'], undefined, 'yes'],
    ['Null', KEYS, 'false', [], 'no'],
    ['StringEqualsIfExists', TAG, 'blue', undefined, 'yes'],
    ['StringEqualsIfExists', TAG, 'blue', 'red', 'no'],
    ['BoolIfExists', 'aws:MultiFactorAuthPresent', 'true', undefined, 'yes'],
    ['NullIfExists', TAG, 'true', undefined, 'open'],
    ['ForAllValues:StringEquals', KEYS, ['a', 'b'], ['a', 'b'], 'yes'],
    ['ForAllValues:StringEquals', KEYS, ['a', 'b'], ['a', 'c'], 'no'],
    ['ForAllValues:StringEquals', KEYS, 'a', undefined, 'yes'],
    ['ForAllValues:StringEquals', KEYS, 'a', [], 'yes'],
    ['ForAllValues:StringEquals', KEYS, 'a', '', 'yes'],
    ['ForAnyValue:StringEquals', KEYS, ['a', 'b'], ['b', 'c'], 'yes'],
    ['ForAnyValue:StringEquals', KEYS, 'a', undefined, 'no'],
    ['ForAnyValue:StringEquals', KEYS, 'a', [], 'no'],
    ['ForAnyValue:StringNotEquals', KEYS, 'a', undefined, 'no'],
    ['ForAnyValue:StringNotEquals', KEYS, 'a', ['a', 'b'], 'yes'],
    ['ForAnyValue:StringEqualsIfExists', KEYS, 'a', undefined, 'yes'],
    ['ForAllValues:StringNotEquals', KEYS, 'a', ['b', 'a'], 'no'],
    ['StringEquals', KEYS, 'a', ['a', 'b'], 'open'],
    ['StringEqual', TAG, 'blue', 'blue', 'open'],
    ['StringEquals', TAG, "${aws:PrincipalTag/none, 'blue'}", 'blue', 'yes'],
    ['StringEquals', TAG, '${aws:PrincipalTag/none}', 'blue', 'open'],
    ['StringEquals', TAG, ['${aws:PrincipalTag/none}', 'blue'], 'blue', 'yes'],
    ['StringNotEquals', TAG, '${aws:PrincipalTag/none}', 'blue', 'open'],
    ['StringEquals', 'kms:EncryptionContext:role', '${aws:PrincipalArn}', role('App'), 'yes'],
    ['ArnEquals', SOURCE, '${aws:PrincipalArn}', role('App'), 'yes'],
    ['NumericEquals', 'aws:MultiFactorAuthAge', '${aws:PrincipalAccount}', '1', 'open'],
  ])('%s %s %j, got %j: %s', (operator, key, wanted, actual, expected) => {
    expect(met({ [operator]: { [key]: wanted } }, actual === undefined ? {} : { [key]: actual })).toBe(expected);
  });

  test('names of keys have no case', () => {
    expect(met({ StringEquals: { 'AWS:principalTAG/team': 'blue' } }, { [TAG]: 'blue' })).toBe('yes');
  });

  test('what a variable stands for has no wildcards', () => {
    expect(met({ StringLike: { 'aws:userid': '${aws:PrincipalTag/team}' } }, { [TAG]: '*', 'aws:userid': 'x' })).toBe(
      'no',
    );
  });

  test('a policy of version 2008-10-17 has no variables', () => {
    const Condition = { StringEquals: { [TAG]: '${aws:PrincipalAccount}' } };
    expect(met(Condition, { [TAG]: '${aws:PrincipalAccount}' }, '2008-10-17')).toBe('yes');
    expect(met(Condition, { [TAG]: '111122223333' }, '2008-10-17')).toBe('no');
    expect(met(Condition, { [TAG]: '111122223333' })).toBe('yes');
  });
});
