import { randomUUID } from 'node:crypto';
import type { DeployerCloud } from './clients';
import type { Physical } from './physical';
import type { Properties, Resource, ResourceType } from './resource-type';
import type { CustomResourceResponse } from '../s3/response-urls';

/** A custom resource that says no; what it made may have to be removed, under the id it gave. */
export class CustomResourceFailure extends Error {
  public readonly name = 'CustomResourceFailure';

  public constructor(
    message: string,
    public readonly physicalResourceId?: string,
  ) {
    super(message);
  }
}

/** CloudFormation hands numbers and booleans to a custom resource as text. */
function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asText(item)]));
  }
  return String(value);
}

interface Request {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly PhysicalResourceId?: string;
  readonly OldResourceProperties?: unknown;
}

const propertiesOf = ({ ServiceTimeout: _, ...properties }: Properties): unknown => asText(properties);

async function ask(
  request: Request,
  { logicalId, type, properties, stack }: Resource,
  cloud: DeployerCloud,
): Promise<CustomResourceResponse> {
  const target = cloud.functions.get(String(properties.ServiceToken));
  if (target === undefined) {
    throw new Error(`no function '${properties.ServiceToken}' for the custom resource [${logicalId}]`);
  }
  const { url, answered, close } = cloud.responses.expect(stack, logicalId);
  const seconds = Number(properties.ServiceTimeout ?? 3600);
  let callOff = (): void => undefined;
  const late = new Promise<CustomResourceResponse>(resolve => {
    const Reason = `CloudFormation did not receive a response within ${seconds} seconds`;
    callOff = cloud.clock.after(seconds * 1000, () => resolve({ Status: 'FAILED', Reason }));
  });
  try {
    const invoked = target.invoke({
      ...request,
      RequestId: randomUUID(),
      ResponseURL: url,
      StackId: stack.id,
      LogicalResourceId: logicalId,
      ResourceType: type,
      ServiceToken: properties.ServiceToken,
      ResourceProperties: propertiesOf(properties),
    });
    // CloudFormation would wait out the hour for a function that crashed; here its error ends the wait
    const crashed = invoked.then(async outcome =>
      'error' in outcome
        ? { Status: 'FAILED' as const, Reason: `${outcome.error.errorType}: ${outcome.error.errorMessage}` }
        : answered,
    );
    return await Promise.race([answered, crashed, late]);
  } finally {
    callOff();
    close();
  }
}

function accept(
  { Status, Reason, PhysicalResourceId, Data = {} }: CustomResourceResponse,
  fallbackId: string,
): Physical {
  if (Status !== 'SUCCESS') {
    throw new CustomResourceFailure(
      `Received response status [FAILED] from custom resource. Message returned: ${Reason}`,
      PhysicalResourceId,
    );
  }
  return { ref: PhysicalResourceId ?? fallbackId, attributes: Data };
}

/** A resource that a function of the stack makes, asked and answered as CloudFormation does it. */
export const customResource: ResourceType = {
  async create(resource, cloud) {
    return accept(await ask({ RequestType: 'Create' }, resource, cloud), randomUUID());
  },
  async update(resource, cloud, before, physical) {
    const old = propertiesOf(before.properties);
    return accept(
      await ask(
        { RequestType: 'Update', PhysicalResourceId: physical.ref, OldResourceProperties: old },
        resource,
        cloud,
      ),
      physical.ref,
    );
  },
  async delete(resource, cloud, physical) {
    accept(await ask({ RequestType: 'Delete', PhysicalResourceId: physical.ref }, resource, cloud), physical.ref);
  },
};
