import { CustomResource, type Duration, type InjectionContext, PropertyInjectors } from 'aws-cdk-lib';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, Function } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue, QueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';

/**
 * Notes what property injectors of the app change while a construct makes its parts. They come before there is a
 * resource, so what was made can't tell.
 *
 * @param partOf how a user names the construct of a path
 * @param isMade whether everything is made: what comes after is not the construct's own
 * @returns what was changed
 */
export function watchInjectors(
  scope: Construct,
  partOf: (path: string) => string,
  isMade: () => boolean,
): () => readonly { name: string; problem: string }[] {
  const changes: { name: string; problem: string }[] = [];
  const inject = (id: string) => (given: Props, context: InjectionContext) => {
    const props = injectorAround(scope, id)?.inject(given, context) ?? given;
    const path = `${context.scope.node.path}/${context.id}`;
    const changed = isMade() ? [] : changesOf(id, given, props as Props);
    for (const prop of changed) {
      const problem = `'${prop}' of ${path} must be as the construct gives it, got another value of a property injector`;
      changes.push({ name: `${partOf(path)}.${prop}`, problem });
    }
    return props;
  };
  PropertyInjectors.of(scope).add(...Object.keys(HARMLESS).map(id => ({ constructUniqueId: id, inject: inject(id) })));
  return () => changes;
}

type Props = Readonly<Record<string, unknown>>;

function injectorAround({ node }: IConstruct, id: string): ReturnType<PropertyInjectors['for']> {
  if (node.scope === undefined) return undefined;
  const injectors = PropertyInjectors.hasPropertyInjectors(node.scope) ? PropertyInjectors.of(node.scope) : undefined;
  return injectors?.for(id) ?? injectorAround(node.scope, id);
}

function changesOf(id: string, given: Props, got: Props): string[] {
  const props = [...new Set([...Object.keys(given), ...Object.keys(got)])];
  return props.filter(prop => given[prop] !== got[prop] && !HARMLESS[id]![prop]?.(given[prop], got[prop]));
}

type Rule = (given: unknown, got: unknown) => boolean;
const whatever: Rule = () => true;
const noShorter: Rule = (given, got) => (got as Duration).toSeconds() >= (given as Duration).toSeconds();

/** Every kind of construct that is made of, and which props an injector may change. */
const HARMLESS: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  [Queue.PROPERTY_INJECTION_ID]: { receiveMessageWaitTime: whatever, retentionPeriod: noShorter },
  [QueuePolicy.PROPERTY_INJECTION_ID]: {},
  [TableV2.PROPERTY_INJECTION_ID]: { billing: whatever, tableClass: whatever, warmThroughput: whatever },
  [Function.PROPERTY_INJECTION_ID]: {
    description: whatever,
    memorySize: whatever,
    reservedConcurrentExecutions: whatever,
  },
  [Role.PROPERTY_INJECTION_ID]: { description: whatever, maxSessionDuration: whatever, permissionsBoundary: whatever },
  [ManagedPolicy.PROPERTY_INJECTION_ID]: { description: whatever },
  [EventSourceMapping.PROPERTY_INJECTION_ID]: { maxConcurrency: whatever, metricsConfig: whatever },
  [LogGroup.PROPERTY_INJECTION_ID]: { encryptionKey: whatever, retention: whatever },
  [CustomResource.PROPERTY_INJECTION_ID]: {},
};
