import fc from 'fast-check';
import { constructOf } from '../../src/key-policy/ownership';
import { renderKeyPolicyStatements } from '../../src/key-policy/render/render';
import { type PolicyDocument, type Statement } from '../../src/key-policy/statement';
import { type KeyDouble } from '../support/key-double';
import { ACCOUNT, keyPolicyFacts, role } from '../support/key-policy-facts';
import { StackDouble, type Wanted } from '../support/stack-double';
import { type VirtualTime } from '../support/virtual-time';

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
export const DELEGATION: Statement = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: ROOT },
  Action: 'kms:*',
  Resource: '*',
};
export const DEFAULT: PolicyDocument = { Version: '2012-10-17', Id: 'key-default-1', Statement: [DELEGATION] };
export const foreign = (name: string): Statement => ({
  Sid: `${name} of somebody else`,
  Effect: 'Allow',
  Principal: { AWS: role(name) },
  Action: ['kms:ListGrants'],
  Resource: '*',
});

/** One statement of each kind: what is planned and checked depends on no other. */
const FEW = / (AdminsPutPolicy|PolicyManager|AuditorsRead|ProducersThroughSqs)$/;

export const wanted = (Way: Wanted['Way'], SidPrefix: string, names: readonly string[]): Wanted => ({
  Way,
  SidPrefix,
  Statements: renderKeyPolicyStatements(
    keyPolicyFacts({
      sidPrefix: SidPrefix,
      policyManagerRoleArn: role(`${SidPrefix}Manager`),
      consumerRoleArns: names.map(role),
    }),
  ).filter(({ Sid }) => FEW.test(Sid!)),
});
export const stackOn = (key: KeyDouble, time: VirtualTime, manager: string, latency?: () => Promise<void>) =>
  new StackDouble(() => ({
    keyOf: () => key.seenBy(role(manager), latency),
    deadline: time.clock(200_000),
    report: () => {},
  }));
export const foreignOf = ({ Statement: statements }: PolicyDocument) =>
  statements.filter(statement => constructOf(statement) === undefined);
export const of = (prefix: string, { Statement: statements }: PolicyDocument) =>
  statements.filter(statement => constructOf(statement) === prefix);

export const consumers = fc.uniqueArray(fc.constantFrom('App', 'Shop', 'Ghost', 'Back'), {
  minLength: 1,
  maxLength: 3,
});
