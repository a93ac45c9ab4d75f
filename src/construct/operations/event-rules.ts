import { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { Topics } from './alarms';
import { describe } from './description';
import { type KeyEvent, keyEvents } from './key-events';
import type { Settings } from '../settings';

/**
 * Adds the rules that send a sentence to a topic when something happens to the key.
 *
 * @returns the names of the rules
 */
export function addEventRules(scope: Construct, settings: Settings, topics: Topics): string[] {
  const rules = new Construct(scope, 'KeyEvents');
  const { keyArn, names, runbookUrl } = settings;
  return Object.entries(keyEvents(keyArn, names.policyManagerRoleArn)).map(([name, event]) => {
    const rule = new CfnRule(rules, name, {
      description: event.meaning,
      eventPattern: event.pattern,
      targets: [
        {
          id: 'Topic',
          arn: topics[event.urgency].topicArn,
          inputTransformer: transform(event, keyArn, Stack.of(scope).stackName, runbookUrl),
        },
      ],
    });
    return rule.ref;
  });
}

/** An event as a sentence. A path that an event lacks leaves nothing behind, so each stands at the end of its own. */
function transform(event: KeyEvent, keyArn: string, stackName: string, runbookUrl: string) {
  const sentences = [
    `<time>: ${event.call ? '<event>' : '<type>'}, key ${keyArn}.`,
    ...(event.call ? ['Caller: <identity> <caller>. Address: <address>.'] : []),
    describe(event, stackName, runbookUrl),
  ];
  return {
    inputPathsMap: {
      time: '$.time',
      ...(event.call
        ? {
            event: '$.detail.eventName',
            identity: '$.detail.userIdentity.type',
            caller: '$.detail.userIdentity.arn',
            address: '$.detail.sourceIPAddress',
          }
        : { type: '$.detail-type' }),
    },
    inputTemplate: JSON.stringify(sentences.join(' ')),
  };
}
