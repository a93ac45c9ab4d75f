import { parseArn, parseKeyArn, parseRoleArn } from '../src/arn';

const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab';

test('an ARN comes apart into its parts, colons of the resource included', () => {
  expect(parseArn('arn:aws-cn:lambda:cn-north-1:111122223333:function:orders:7')).toEqual({
    partition: 'aws-cn',
    service: 'lambda',
    region: 'cn-north-1',
    account: '111122223333',
    resource: 'function:orders:7',
  });
  expect(parseArn('arn:aws:s3:::bucket/key')).toMatchObject({ region: '', account: '', resource: 'bucket/key' });
});

test.each([undefined, '', 'orders', 'arn:aws:s3', 'arn:aws:kms:eu-west-1:1111:key/x', 'arn:aws:iam::111122223333:'])(
  '%j is no ARN',
  text => expect(parseArn(text)).toBeUndefined(),
);

test.each([KEY_ID, 'mrk-1234abcd12ab34cd56ef1234567890ab'])('a key is known by its id %s', keyId => {
  const arn = `arn:aws:kms:eu-west-1:111122223333:key/${keyId}`;

  expect(parseKeyArn(arn)).toMatchObject({ keyId, region: 'eu-west-1', account: '111122223333' });
});

test.each([
  `arn:aws:kms:eu-west-1:111122223333:alias/orders`,
  `arn:aws:kms:eu-west-1:111122223333:key/*`,
  `arn:aws:kms::111122223333:key/${KEY_ID}`,
  `arn:aws:kms:eu-west-1:111122223333:key/${KEY_ID}x`,
  `arn:aws:sqs:eu-west-1:111122223333:key/${KEY_ID}`,
])('%s is no key', text => expect(parseKeyArn(text)).toBeUndefined());

test.each(['role/Orders', 'role/team/a/Orders', 'role/+=,.@-_'])('%s is a role', resource => {
  expect(parseRoleArn(`arn:aws:iam::111122223333:${resource}`)).toMatchObject({ resource });
});

test.each(['user/me', 'role/', 'role/a b', `role/${'x'.repeat(65)}`, 'root'])('%s is no role', resource => {
  expect(parseRoleArn(`arn:aws:iam::111122223333:${resource}`)).toBeUndefined();
});
