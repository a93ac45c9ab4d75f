import { Names, Stack, Token } from 'aws-cdk-lib';
import { CfnEventBus, CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { partitionOf } from './partition';
import { targetOf } from './role-arn';
import { spelledOut } from './spelled-out';

/**
 * The ARN of a topic, a bucket or a rule of the app as a literal, so that no policy has to wait for it: nothing where
 * its name is made up by CloudFormation. A rule without a name gets one, since its target waits for the queue.
 */
export function literalSourceArn(target: IConstruct): string | undefined {
  const { account, region } = Stack.of(target);
  const arn = (service: string, place: readonly [region: string, account: string], resource: string | undefined) =>
    resource === undefined || place.some(part => Token.isUnresolved(part))
      ? undefined
      : `arn:${partitionOf(target)}:${service}:${place.join(':')}:${resource}`;
  if (target instanceof CfnTopic) return arn('sns', [region, account], spelledOut(target, target.topicName));
  if (target instanceof CfnBucket) return arn('s3', ['', ''], spelledOut(target, target.bucketName));
  return target instanceof CfnRule ? arn('events', [region, account], ruleOf(target)) : undefined;
}

function ruleOf(rule: CfnRule): string | undefined {
  if (Stack.of(rule).resolve(rule.name) === undefined) {
    rule.name = Names.uniqueResourceName(rule.node.scope!, { maxLength: 64, separator: '-' });
  }
  const [name, bus] = [spelledOut(rule, rule.name), busOf(rule)];
  if (name === undefined || bus === undefined) return undefined;
  return bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`;
}

/** The name of the rule's event bus: in the app it is known, and needs no reference to the bus. */
function busOf(rule: CfnRule): string | undefined {
  const eventBusName = rule.eventBusName ?? 'default';
  const bus = targetOf(eventBusName);
  return bus instanceof CfnEventBus ? spelledOut(bus, bus.name) : spelledOut(rule, eventBusName);
}
