import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { add, allow, ENV, type Ground, newRole, warningsOf, type Write } from './iam-by-hand';
import { EncryptedQueueToTable, KeyPolicyManagement } from '../../../src';
import { ADMIN, REQUIRED } from '../../support/orders';

const REPLACE = { keyPolicyManagement: KeyPolicyManagement.replace() };

test.each([
  ['by the construct', ({ orders }: Ground) => orders.key.keyArn],
  ['as a text', () => REQUIRED.keyArn],
])('a warning names a statement about a key whose whole policy is ours: %s', (_, keyArnOf) => {
  const write: Write = (ground, id) => add(ground.other, id, allow(['kms:GenerateDataKey*'], keyArnOf(ground)));
  expect(warningsOf([['Shop', write]], REPLACE)).toEqual([
    "'Other/Shop/DefaultPolicy/Resource' must not allow kms:GenerateDataKey, since the key policy does not let its " +
      "roles in: use 'grantSendMessages' or 'grantReadData'",
  ]);
});

describe('there is no warning', () => {
  const USE_THE_KEY: Write = ({ orders, own }, id) => add(own, id, allow(['kms:Decrypt'], orders.key.keyArn));
  test('about the key, where statements of others may stand on it', () => {
    expect(warningsOf([['Shop', USE_THE_KEY]])).toEqual([]);
  });
  test('about another key, where only the deployment knows which is ours', () => {
    const app = new App();
    const own = new Stack(app, 'Own', { env: ENV });
    const keyArn = new CfnParameter(own, 'KeyArn').valueAsString;
    new EncryptedQueueToTable(own, 'Orders', { ...REQUIRED, ...REPLACE, keyArn });
    new Key(own, 'Other').grantDecrypt(newRole(own, 'Shop'));
    expect(Annotations.fromStack(own).findWarning('*', Match.stringLikeRegexp('must not allow'))).toEqual([]);
  });
  test('about the key, for a role that the policy names for another duty', () => {
    const administer: Write = ({ orders, own }, id) =>
      iam.Role.fromRoleArn(own, id, ADMIN).addToPrincipalPolicy(allow(['kms:*'], orders.key.keyArn));
    expect(warningsOf([['Admin', administer]], REPLACE)).toEqual([]);
  });
  test('about the key, for a role that a grant lets in', () => {
    const granted: Write = ({ orders, own }, id) => {
      const shop = newRole(own, id);
      orders.grantReadData(shop);
      shop.addToPolicy(allow(['kms:*'], orders.key.keyArn));
    };
    expect(warningsOf([['Shop', granted]], REPLACE)).toEqual([]);
  });
});
