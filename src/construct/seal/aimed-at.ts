import { Stack, Token } from 'aws-cdk-lib';
import { aimsOf } from './aims';
import type { NamedDeviation, SealedResource } from './sealed-resource';
import type { FinalApp } from '../final/final-app';

/** A resource of somebody else that is aimed at one of ours. */
export interface Aimed extends NamedDeviation {
  readonly target: SealedResource;
}

/** Whether the name of a deviation is that of a resource of somebody else. */
export const isAimed = (name: string): boolean => name.includes(' <- ');

/**
 * Finds those that are aimed at what the construct made: a permission to invoke the writer, a policy for the queue, a
 * function with the writer's role. They are found by what they name, as a reference or as a text.
 */
export function findAimed(app: FinalApp, targets: readonly SealedResource[]): Aimed[] {
  const own = new Set(targets.map(({ resource }) => resource));
  const others = app.resources.filter(resource => !own.has(resource));
  return others.flatMap(other => {
    const aims = aimsOf(other.cfnResourceType, () => app.declarationOf(other).Properties ?? {});
    return aims.flatMap(({ at, value }) => {
      const text = JSON.stringify(value);
      return targets
        .filter(target => target.resource.cfnResourceType === at && isNamed(target, text, Stack.of(other)))
        .map(target => ({
          target,
          name: `${target.part} <- ${other.node.path}`,
          problem: `'${other.node.path}' must not be aimed at ${target.resource.node.path}, got ${other.cfnResourceType}`,
        }));
    });
  });
}

/** By a reference, which holds the logical id also where it is an import; or by a name, in the same Region. */
function isNamed({ made, resource }: SealedResource, text: string, by: Stack): boolean {
  const { stack } = resource;
  const logicalId = stack.resolve(resource.logicalId) as string;
  const isImport = !text.includes('Fn::ImportValue') || text.includes(`${stack.stackName}:`);
  if (by === stack ? text.includes(`"${logicalId}"`) : isImport && new RegExp(`\\w${logicalId}`).test(text)) {
    return true;
  }
  const name = NAME[resource.cfnResourceType];
  const literal = name && made().Properties?.[name];
  if (typeof literal !== 'string') return false;
  const isNear = [by.region, by.account].every(place => Token.isUnresolved(place)) || by.region === stack.region;
  const found = new RegExp(`(?<![\\w.-])${literal.replace(/[.+]/g, '\\$&')}(?![\\w.-])`).test(text);
  return found && (isNear || text.includes(`:${stack.region}:`));
}

/** The property that holds the physical name. */
const NAME: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SQS::Queue': 'QueueName',
};
