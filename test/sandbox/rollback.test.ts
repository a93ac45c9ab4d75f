import { CfnResource } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { RollbackOrder } from '../../sandbox/cloudformation/rollback';
import { LambdaFunction } from '../../sandbox/lambda/function';
import { KeyPolicyManagement, type EncryptedQueueToTable } from '../../src';
import { Pipeline, type PipelineOptions } from '../support/pipeline';

const ORDERS: RollbackOrder[] = ['dependencies first', 'dependents first'];
const ON_CALL = 'arn:aws:iam::111122223333:role/OnCall';

let pipeline: Pipeline;

afterEach(async () => {
  jest.restoreAllMocks();
  await pipeline.close();
});

const policy = (): string => pipeline.sandbox.kms.keys.byArn(pipeline.keyArn)!.policy;

/** What the rollback turned back of what decides over the key policy, in this order. */
function turnedBack(): string[] {
  const { events } = pipeline.sandbox.stack('OrdersStack')!;
  return events
    .slice(events.findIndex(({ status }) => status === 'UPDATE_ROLLBACK_IN_PROGRESS'))
    .filter(
      ({ type, status }) => /^(Custom::KeyPolicy|AWS::Lambda::Function)$/.test(type) && status === 'UPDATE_COMPLETE',
    )
    .map(({ type }) => type);
}

/** Another app, with another manager, whose last resource can't be made. */
function broken({ writer: { stack } }: EncryptedQueueToTable): void {
  const manager = stack.node.findAll().find(({ node }) => /KeyPolicyManager\w*\/.*Function\/Resource$/.test(node.path));
  (manager as lambda.CfnFunction).addPropertyOverride('Description', 'another one');
  const taken = new ssm.StringParameter(stack, 'Taken', {
    parameterName: '/cdk-bootstrap/hnb659fds/version',
    stringValue: '1',
  });
  for (const each of stack.node.findAll()) {
    if (CfnResource.isCfnResource(each) && each !== taken.node.defaultChild) taken.node.addDependency(each);
  }
}

/** Has somebody send, before each request of CloudFormation, all those that it sent before. */
function replayOldRequests(): { replayed: number } {
  const invoke = LambdaFunction.prototype.invoke;
  const old: unknown[] = [];
  const count = { replayed: 0 };
  jest.spyOn(LambdaFunction.prototype, 'invoke').mockImplementation(async function (this: LambdaFunction, event: any) {
    if (event.RequestType === undefined) return invoke.call(this, event);
    await Promise.all(old.map(async before => invoke.call(this, before)));
    count.replayed += old.length;
    old.push(event);
    return invoke.call(this, event);
  });
  return count;
}

describe.each(ORDERS)('with %s', rollbackOrder => {
  test.each([
    ['merge', undefined],
    ['replace', KeyPolicyManagement.replace()],
  ])(
    'a failed update with %s ends with the key policy of the last good deployment, whatever is replayed',
    async (_, keyPolicyManagement) => {
      const props: PipelineOptions['props'] = { keyPolicyManagement };
      const count = replayOldRequests();
      pipeline = await Pipeline.start({ rollbackOrder, props });
      const [before, puts] = [policy(), pipeline.sandbox.kms.requests.length];
      const more = { props: { ...props, redriverRoleArns: [ON_CALL] }, more: broken };

      await expect(pipeline.deploy(more)).rejects.toThrow('/cdk-bootstrap/hnb659fds/version already exists');

      const put = pipeline.sandbox.kms.requests.slice(puts).filter(({ action }) => action === 'PutKeyPolicy');
      expect(put.map(({ input }) => String(input.Policy).includes(ON_CALL))).toEqual([true, false]);
      expect(policy()).toBe(before);
      expect(count.replayed).toBe(3); // the first before the second, and both before the third
      expect(pipeline.sandbox.stack('OrdersStack')!.status).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(turnedBack()).toEqual(
        rollbackOrder === 'dependencies first'
          ? ['AWS::Lambda::Function', 'Custom::KeyPolicy']
          : ['Custom::KeyPolicy', 'AWS::Lambda::Function'],
      );
    },
  );
});
