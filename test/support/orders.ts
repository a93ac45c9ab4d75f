import { App, type Environment, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EncryptedQueueToTable, type EncryptedQueueToTableProps } from '../../src';
import type { Statement } from '../../src/key-policy/statement';
import { type DeployedPolicy, METADATA_KEY } from '../../src/key-policy-manager/properties';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
export const ADMIN = `arn:aws:iam::${ACCOUNT}:role/KeyAdmin`;
export const CONSUMER = `arn:aws:iam::${ACCOUNT}:role/OrdersApp`;

/** The three required props, as README shows them. */
export const REQUIRED: EncryptedQueueToTableProps = {
  keyArn: KEY_ARN,
  adminRoleArns: [ADMIN],
  consumerRoleArns: [CONSUMER],
};

/** The construct `Orders` in a stack of its own; props are as loose as JavaScript is. */
export function addOrders(
  props: object = {},
  env: Environment | undefined = { account: ACCOUNT, region: REGION },
): EncryptedQueueToTable {
  const stack = new Stack(new App(), 'OrdersStack', { env });
  return new EncryptedQueueToTable(stack, 'Orders', { ...REQUIRED, ...props });
}

/** What the names of `Orders` are made of. */
export const NAME = 'OrdersStack-Orders-AB039DC1';

export const templateOf = (orders: EncryptedQueueToTable): Template => Template.fromStack(Stack.of(orders));

export const synthOrders = (props: object = {}): Template => templateOf(addOrders(props));

/** The ARN of a role of the example account. */
export const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** The properties of every resource of a type. */
export const propertiesOf = (template: Template, type: string): Record<string, any>[] =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties);

/** The key policies that a template deploys: what stands in the metadata of its custom resources. */
export const deployedPolicies = (template: Template): DeployedPolicy[] =>
  Object.values(template.findResources('Custom::KeyPolicy')).map(({ Metadata }) => Metadata[METADATA_KEY]);

/** The statement of the key policy with a name of ours. */
export const statementOf = (orders: EncryptedQueueToTable, name: string): Statement | undefined =>
  orders.keyPolicy.toJson().Statement.find(({ Sid }: Statement) => Sid!.endsWith(` ${name}`));
