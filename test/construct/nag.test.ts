import { Stack, Validations } from 'aws-cdk-lib';
import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  type NagPack,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
} from 'cdk-nag';
import { KeyPolicyManagement } from '../../src';
import { addOrders } from '../support/orders';

const PACKS: readonly [string, () => NagPack][] = [
  ['AwsSolutions', () => new AwsSolutionsChecks()],
  ['Serverless', () => new ServerlessChecks()],
  ['NIST 800-53 r5', () => new NIST80053R5Checks()],
  ['HIPAA', () => new HIPAASecurityChecks()],
  ['PCI DSS 3.2.1', () => new PCIDSS321Checks()],
];

test.each(PACKS)('cdk-nag %s finds nothing that the code does not give a reason for', (_, pack) => {
  const { violations } = pack().validateScope(Stack.of(addOrders()));

  expect(violations.map(({ ruleName }) => ruleName)).toEqual([]);
});

test.each([
  ['replace', KeyPolicyManagement.replace()],
  ['render', KeyPolicyManagement.render()],
])('nor does any pack where the way to the key is %s', (_, keyPolicyManagement) => {
  const found = PACKS.flatMap(
    ([, pack]) => pack().validateScope(Stack.of(addOrders({ keyPolicyManagement }))).violations,
  );

  expect(found.map(({ ruleName }) => ruleName)).toEqual([]);
});

test('ten reasons are given in all, each a sentence', () => {
  const reasons = Stack.of(addOrders())
    .node.findAll()
    .flatMap(construct => construct.node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.values(data as Record<string, string>));

  const distinct = [...new Set(reasons)];

  expect(distinct).toHaveLength(10);
  expect(distinct.filter(reason => !/^[A-Z].{20,}\.$/.test(reason))).toEqual([]);
});
