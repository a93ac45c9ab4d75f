import { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { FinalApp } from '../final/final-app';
import { literalSourceArn } from '../names/source-arn';

/**
 * The rules that send to the queue and were not let in. `targets.SqsQueue` doesn't say for which rule it asks, so only
 * a look at all of them can tell.
 */
export function findRefusedRules(queue: sqs.IQueue, allowed: ReadonlySet<IConstruct | string | undefined>): string[] {
  return FinalApp.of(queue)
    .resources.filter((node): node is CfnRule => node instanceof CfnRule && !allowed.has(node))
    .filter(rule => sendsTo(rule, queue) && !allowed.has(literalSourceArn(rule)))
    .map(
      rule =>
        `'${rule.node.path}' must be let in by 'allowRule', since it sends to the queue and its events would be lost`,
    );
}

function sendsTo(rule: CfnRule, queue: sqs.IQueue): boolean {
  const stack = Stack.of(rule);
  const arn = JSON.stringify(stack.resolve(queue.queueArn));
  const targets: { readonly arn?: unknown }[] = stack.resolve(rule.targets) ?? [];
  return targets.some(target => JSON.stringify(target.arn) === arn);
}
