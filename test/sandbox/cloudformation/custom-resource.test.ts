import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { custom, queue, recorder, role, StackGround } from './stack-ground';

let ground: StackGround;

beforeEach(async () => {
  ground = await StackGround.open();
});

afterEach(async () => ground.close());

test('asks a custom resource to create, update and delete', async () => {
  const outputs = await ground.deploy({
    Resources: { Role: role, Recorder: recorder, Custom: custom({ Id: 1 }) },
    Outputs: { Kind: { Value: { 'Fn::GetAtt': ['Custom', 'Kind'] } } },
  });
  await ground.deploy({ Resources: { Role: role, Recorder: recorder, Custom: custom({ Id: 2 }) } });
  await ground.sandbox.destroy('Stack');
  expect(outputs).toEqual({ Kind: 'string' });
  expect(ground.asked).toEqual([
    { RequestType: 'Create', Id: '1' },
    { RequestType: 'Update', Id: '2', Old: '1', PhysicalResourceId: 'made-1' },
    { RequestType: 'Delete', Id: '1', PhysicalResourceId: 'made-1' }, // another id is another resource
    { RequestType: 'Delete', Id: '2', PhysicalResourceId: 'made-2' },
  ]);
});

test('undoes a deployment whose custom resource fails', async () => {
  const resources = { Queue: queue({ QueueName: 'orders' }), Role: role, Recorder: recorder };
  const failing = ground.deploy({
    Resources: { ...resources, Custom: { ...custom({ Id: 1, Fails: 'Create' }), DependsOn: 'Queue' } },
  });
  await expect(failing).rejects.toThrow(
    'Received response status [FAILED] from custom resource. Message returned: told to',
  );
  expect(ground.asked).toEqual([
    { RequestType: 'Create', Id: '1' },
    { RequestType: 'Delete', Id: '1', PhysicalResourceId: 'made-1' },
  ]);
  expect([await ground.queueNames(), ground.sandbox.functions.size]).toEqual([[], 0]);
});

test('brings everything back when an update fails', async () => {
  const before = {
    Queue: queue({ QueueName: 'orders', VisibilityTimeout: 30 }),
    Role: role,
    Recorder: recorder,
    First: custom({ Id: 1 }),
    Second: custom({ Id: 'a' }),
  };
  await ground.deploy({ Resources: before });
  const after = {
    ...before,
    Queue: queue({ QueueName: 'orders', VisibilityTimeout: 60 }),
    New: queue({ QueueName: 'new' }),
    Second: { ...custom({ Id: 'a', Fails: 'Update' }), DependsOn: ['Queue', 'New'] },
  };
  await expect(ground.deploy({ Resources: after })).rejects.toThrow('told to');
  expect(ground.asked.slice(2)).toEqual([
    { RequestType: 'Update', Id: 'a', Old: 'a', PhysicalResourceId: 'made-a' },
    { RequestType: 'Update', Id: 'a', Old: 'a', PhysicalResourceId: 'made-a' }, // back to the properties of before
  ]);
  const { Attributes } = await ground.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: `${ground.sandbox.endpoint}/111122223333/orders`,
      AttributeNames: ['VisibilityTimeout'],
    }),
  );
  expect([await ground.queueNames(), Attributes]).toEqual([['orders'], { VisibilityTimeout: '30' }]);
});
