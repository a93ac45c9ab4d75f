import { DEAD_LETTER_ACTIONS, QUEUE_SEND_ACTIONS, TABLE_READ_ACTIONS } from '../data-actions';
import { SEND_ACTIONS } from '../key-actions';
import { forTable, renderCondition, throughDynamoDb, throughSqs } from '../render/conditions';
import { type KeyPolicyFacts } from '../render/facts';
import { type Statement } from '../statement';

/** What a role may do with the data. */
export type DataUse = 'send' | 'read' | 'redrive';

/** What the IAM policy of such a role depends on. */
export interface GranteeFacts extends Pick<
  KeyPolicyFacts,
  'account' | 'deadLetterQueueArn' | 'queueArn' | 'region' | 'tableName'
> {
  readonly keyArn: string;
  readonly tableArn: string;
}

/** The IAM policy of a role that sends, reads or redrives: the queue or the table, and the key through it. */
export function renderGranteeStatements(verb: DataUse, facts: GranteeFacts): Statement[] {
  const { deadLetterQueueArn, keyArn, queueArn, tableArn } = facts;
  switch (verb) {
    case 'send':
      return [allow(QUEUE_SEND_ACTIONS, queueArn), allow(SEND_ACTIONS, keyArn, throughSqs(facts, queueArn))];
    case 'read':
      return [
        allow(TABLE_READ_ACTIONS, tableArn),
        allow(['kms:Decrypt'], keyArn, renderCondition(throughDynamoDb(facts), forTable(facts))),
      ];
    case 'redrive':
      return [
        allow(DEAD_LETTER_ACTIONS, deadLetterQueueArn),
        allow(QUEUE_SEND_ACTIONS, queueArn),
        allow(SEND_ACTIONS, keyArn, throughSqs(facts, queueArn, deadLetterQueueArn)),
      ];
  }
}

function allow(actions: readonly string[], resource: string, condition?: Statement['Condition']): Statement {
  return { Effect: 'Allow', Action: actions, Resource: resource, ...(condition && { Condition: condition }) };
}
