import { confirmRequest, type Stack, type StackResource } from '../../src/key-policy-manager/confirm-request';
import { type DeployedPolicy } from '../../src/key-policy-manager/properties';
import { KEY_ARN } from '../support/key-policy-facts';
import { deployedPolicy, describedAs, requestFor, STACK_ID } from '../support/stack-double';
import { TickingClock } from '../support/ticking-clock';

const POLICY = deployedPolicy({ Way: 'merge', SidPrefix: 'Orders', Statements: [], Values: ['role'] });
const OTHER = deployedPolicy({ ...POLICY, Way: 'replace' });
const HERE = `${KEY_ARN} Orders`;
const THERE = `${KEY_ARN.replace('1234', '4321')} Orders`;

/** CloudFormation, which says one thing after the other, the last one for ever. */
const saying = (...resources: (StackResource | undefined)[]): Stack => ({
  id: STACK_ID,
  resource: async () => (resources.length > 1 ? resources.shift() : resources[0]),
});
const confirm = async (request: object, stack: Stack, clock = new TickingClock(200_000)) =>
  confirmRequest(request, stack, clock);
const put = (status: string, policy: DeployedPolicy = POLICY) => saying(describedAs(status, policy, HERE));

describe('what is put', () => {
  test.each([
    ['Create', 'CREATE_IN_PROGRESS'],
    ['Update', 'UPDATE_IN_PROGRESS'],
  ] as const)('is what the deployment says, never what the event says: %s', async (type, status) => {
    const request = requestFor(type, POLICY, HERE);
    const forged = {
      ...request,
      ResourceProperties: { ...request.ResourceProperties, Statements: ['mine'], Way: 'replace' },
    };
    expect(await confirm(forged, put(status))).toEqual({ put: POLICY });
  });

  test.each([
    'CREATE_COMPLETE',
    'UPDATE_COMPLETE',
    'CREATE_FAILED',
    'UPDATE_FAILED',
    'DELETE_IN_PROGRESS',
    'DELETE_COMPLETE',
  ])('is nothing where CloudFormation does nothing: %s', async status => {
    await expect(confirm(requestFor('Update', POLICY, HERE), put(status))).rejects.toThrow(
      `CloudFormation is not doing this now: the resource is ${status}`,
    );
  });

  test.each([
    ['another digest', { ...POLICY, Digest: OTHER.Digest }],
    ['another value', { ...POLICY, Values: ['another role'] }],
    ['no values', { ...POLICY, Values: [] }],
  ])('is nothing where the event is of another revision: %s', async (_, asked) => {
    await expect(confirm(requestFor('Update', asked, HERE), put('UPDATE_IN_PROGRESS'))).rejects.toThrow(
      'the request is of another revision of the key policy than the deployment',
    );
  });

  test('waits while CloudFormation still shows the resource as it was', async () => {
    const stack = saying(
      describedAs('CREATE_COMPLETE', OTHER, HERE),
      describedAs('UPDATE_IN_PROGRESS', OTHER, HERE),
      describedAs('UPDATE_IN_PROGRESS', POLICY, HERE),
    );
    expect(await confirm(requestFor('Update', POLICY, HERE), stack)).toEqual({ put: POLICY });
  });

  test('waits no longer than half a minute', async () => {
    const clock = new TickingClock(200_000);
    await expect(confirm(requestFor('Update', POLICY, HERE), put('UPDATE_COMPLETE'), clock)).rejects.toThrow();
    expect(clock.slept).toBeLessThan(30_000);
  });

  test('is nothing of another resource, and nothing of a resource without a policy', async () => {
    const request = requestFor('Update', POLICY, HERE);
    const other = { ...describedAs('UPDATE_IN_PROGRESS', POLICY, HERE), type: 'Custom::Other' };
    for (const stack of [saying(other), saying(undefined)]) {
      await expect(confirm(request, stack)).rejects.toThrow("the stack has no key policy 'OrdersKeyPolicy'");
    }
    const bare = { ...other, type: 'Custom::KeyPolicy', metadata: undefined };
    await expect(confirm(request, saying(bare))).rejects.toThrow('another revision');
  });

  test('says that CloudFormation did not answer', async () => {
    const stack: Stack = { id: STACK_ID, resource: async () => Promise.reject(new Error('Rate exceeded')) };
    await expect(confirm(requestFor('Update', POLICY, HERE), stack)).rejects.toThrow(
      'CloudFormation does not say what it is doing: Rate exceeded',
    );
  });
});

describe('what is removed', () => {
  const remove = (status: string, physicalId?: string, asked = HERE) =>
    confirm(requestFor('Delete', POLICY, asked), saying(describedAs(status, POLICY, physicalId)));

  test('is what CloudFormation deletes', async () => {
    expect(await remove('DELETE_IN_PROGRESS', HERE)).toEqual({ remove: { keyArn: KEY_ARN, sidPrefix: 'Orders' } });
  });

  test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_IN_PROGRESS', 'DELETE_FAILED'])(
    'is nothing while the resource is %s',
    async status => {
      await expect(remove(status, HERE)).rejects.toThrow(`the resource is ${status}`);
    },
  );

  test.each(['UPDATE_COMPLETE', 'DELETE_IN_PROGRESS'])(
    'is what was on the former key, once it is %s on another',
    async status => {
      const there = { remove: { keyArn: THERE.split(' ')[0], sidPrefix: 'Orders' } };
      expect(await remove(status, HERE, THERE)).toEqual(there);
    },
  );

  test('is nothing on the former key before the resource has moved', async () => {
    await expect(remove('UPDATE_IN_PROGRESS', HERE, THERE)).rejects.toThrow('the resource is UPDATE_IN_PROGRESS');
  });

  test.each([
    ['of another construct', `${KEY_ARN} Bills`],
    [
      'of the same key in capitals',
      HERE.toUpperCase().replace('ARN:AWS:KMS', 'arn:aws:kms').replace('ORDERS', 'Orders'),
    ],
    ['of the same key in another Region', HERE.replace('eu-west-1', 'us-east-1')],
    ['of the same key in another partition', HERE.replace('arn:aws:', 'arn:aws-cn:')],
    ['of an alias', HERE.replace(/key\/\S+/, 'alias/orders')],
    ['of another construct on another key', THERE.replace('Orders', 'Bills')],
  ])('is nothing %s', async (_, asked) => {
    await expect(remove('UPDATE_COMPLETE', HERE, asked)).rejects.toThrow(
      'the request is about another key policy than the deployment',
    );
  });

  test.each([undefined, '', 'Orders', 5, {}, `${KEY_ARN} Orders Bills`])(
    'is nothing without a key: %s',
    async asked => {
      const request = { ...requestFor('Delete', POLICY), PhysicalResourceId: asked };
      await expect(confirm(request, put('DELETE_IN_PROGRESS'))).rejects.toThrow(
        'the request names no key policy to remove',
      );
    },
  );

  test.each([undefined, 'OrdersStack-OrdersKeyPolicy-1A2B3C'])(
    'is what the deployment says where no answer ever came: %s',
    async made => {
      const request = requestFor('Delete', POLICY, made);
      const there = { remove: { keyArn: KEY_ARN, sidPrefix: 'Orders' } };
      expect(await confirm(request, saying(describedAs('DELETE_IN_PROGRESS', POLICY, made)))).toEqual(there);
      await expect(confirm(request, saying(describedAs('CREATE_FAILED', POLICY, made)))).rejects.toThrow(
        'the resource is CREATE_FAILED',
      );
    },
  );

  test('is nothing where nothing was put', async () => {
    expect(await remove('DELETE_IN_PROGRESS', 'nothing put', 'nothing put')).toEqual({ nothing: true });
  });
});

test.each([
  [{ StackId: `${STACK_ID}5` }, 'the request is of another stack'],
  [{ StackId: undefined }, 'the request is of another stack'],
  [{ LogicalResourceId: undefined }, 'the request names no resource'],
  [{ LogicalResourceId: { $ne: '' } }, 'the request names no resource'],
  [{ LogicalResourceId: 'a b' }, 'the request names no resource'],
  [{ RequestType: 'Invoke' }, 'the request has no known type'],
  [{ RequestType: undefined }, 'the request has no known type'],
])('asks CloudFormation nothing for %j', async (changes, message) => {
  const stack: Stack = { id: STACK_ID, resource: async () => Promise.reject(new Error('asked')) };
  await expect(confirm({ ...requestFor('Update', POLICY, HERE), ...changes }, stack)).rejects.toThrow(message);
});
