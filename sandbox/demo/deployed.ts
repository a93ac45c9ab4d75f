import type { Person } from './people';
import type { EventSourceMapping } from '../lambda/event-source-mapping';
import type { LambdaFunction } from '../lambda/function';
import type { Sandbox } from '../sandbox';

/** What an app has for those who use it. */
export interface Deployed {
  readonly keyArn: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly tableName: string;
  /** Whether a body that is no JSON can't be stored. */
  readonly takesOnlyJson: boolean;
  readonly writer: LambdaFunction;
  /** The stack that the construct is in. */
  readonly stackName: string;
  /** The directory of the cloud assembly. */
  readonly assembly: string;
  readonly people: readonly Person[];
}

interface WriterConfiguration {
  readonly tableName: string;
  readonly body?: { readonly as: string };
  readonly partitionKey: { readonly from: string };
  readonly sortKey?: { readonly from: string };
}

/** Finds the queue, the writer and the table of the construct by what polls the queue. */
export function findDeployed(
  sandbox: Sandbox,
  queueArn: string,
): Pick<Deployed, 'queueUrl' | 'deadLetterQueueUrl' | 'tableName' | 'takesOnlyJson' | 'writer'> {
  const { definition, functionArn } = requireMapping(sandbox, queueArn);
  const writer = sandbox.functions.get(functionArn)!;
  const { tableName, body, ...keys } = JSON.parse(
    writer.definition.variables.WRITER_CONFIGURATION,
  ) as WriterConfiguration;
  const queue = sandbox.queues.all.find(({ arn }) => arn === definition.queueArn)!;
  const { deadLetterTargetArn } = JSON.parse(queue.attributes.get('RedrivePolicy')!) as { deadLetterTargetArn: string };
  const isFromJson = [keys.partitionKey, keys.sortKey].some(key => key?.from === 'jsonField');
  return {
    queueUrl: urlOf(queueArn, sandbox),
    deadLetterQueueUrl: urlOf(deadLetterTargetArn, sandbox),
    tableName,
    takesOnlyJson: body?.as === 'json' || isFromJson,
    writer,
  };
}

function requireMapping({ mappings }: Sandbox, queueArn: string): EventSourceMapping {
  const mapping = [...mappings.values()].find(({ definition }) => definition.queueArn === queueArn);
  if (mapping === undefined) throw new Error(`nothing polls the queue ${queueArn}`);
  return mapping;
}

const urlOf = (queueArn: string, { endpoint, account }: Sandbox): string =>
  `${endpoint}/${account}/${queueArn.split(':').at(-1)}`;
