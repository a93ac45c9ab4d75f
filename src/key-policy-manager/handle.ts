import { type ResourceRequest, type Outcome } from './cloudformation-answer';
import { type Key, putPolicy, removePolicy, type Report } from './deploy-policy';
import { packPolicy } from './earlier-policy';
import { explain, isPassing } from './kms-failures';
import { type Clock } from './policy-store';
import { type EarlierKeyPolicyProperties, type KeyPolicyProperties, physicalIdOf } from './properties';

/** What the handler works with. */
export interface Surroundings {
  readonly keyOf: (keyArn: string) => Key;
  readonly clock: Clock;
  readonly report: Report;
}

/**
 * Does what CloudFormation asks for and says how it went; never throws.
 *
 * A deletion always succeeds, whatever became of the key: a stack that can't be deleted helps nobody, and what stays
 * behind is in the log.
 */
export async function handle(request: ResourceRequest, surroundings: Surroundings): Promise<Outcome> {
  const { physicalResourceId, work } =
    request.ResourceType === 'Custom::EarlierKeyPolicy'
      ? keep(request, surroundings)
      : lookAfter(request, surroundings);
  try {
    return { status: 'SUCCESS', physicalResourceId, data: await work() };
  } catch (error) {
    surroundings.report('failed', { request: request.RequestType, error: explain(error) });
    if (request.RequestType === 'Delete') return { status: 'SUCCESS', physicalResourceId };
    return { status: 'FAILED', physicalResourceId, reason: explain(error) };
  }
}

/** Thrown where CloudFormation asks for what would do harm. */
class InvalidRequest extends Error {
  public readonly name = 'InvalidRequest';
}

interface Task {
  readonly physicalResourceId: string;
  readonly work: () => Promise<Outcome['data']>;
}

function lookAfter(request: ResourceRequest, { keyOf, clock, report }: Surroundings): Task {
  const properties = request.ResourceProperties as unknown as KeyPolicyProperties;
  const old = (request.OldResourceProperties ?? properties) as unknown as KeyPolicyProperties;
  const key = keyOf(properties.KeyArn);
  if (request.RequestType === 'Delete') {
    return {
      physicalResourceId: request.PhysicalResourceId!,
      work: async () => void (await removePolicy(key, properties, clock, report)),
    };
  }
  const before = old.KeyArn === properties.KeyArn ? old : properties;
  return {
    physicalResourceId: physicalIdOf(properties),
    work: async () => void (await putPolicy(key, properties, before, clock, report)),
  };
}

/**
 * Reads the policy once, when the resource is created: later it is the replaced one. The resource has no property that
 * an update could change.
 */
function keep(request: ResourceRequest, { keyOf, clock }: Surroundings): Task {
  const { KeyArn } = request.ResourceProperties as unknown as EarlierKeyPolicyProperties;
  if (request.RequestType === 'Delete') {
    return { physicalResourceId: request.PhysicalResourceId!, work: async () => undefined };
  }
  const work = async () => {
    if (request.OldResourceProperties?.KeyArn === KeyArn) {
      throw new InvalidRequest('the earlier policy was read when it was replaced, and is gone from the key');
    }
    return { Policy: packPolicy(await readWhenAllowed(keyOf(KeyArn), clock)) };
  };
  return { physicalResourceId: `${KeyArn} earlier`, work };
}

async function readWhenAllowed(key: Key, clock: Clock): ReturnType<Key['get']> {
  for (;;) {
    try {
      return await key.get();
    } catch (error) {
      if (!isPassing(error) || clock.remaining() < 10_000) throw error;
      await clock.sleep(2_000);
    }
  }
}
