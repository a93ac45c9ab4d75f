import { randomUUID } from 'node:crypto';
import { waitForMessage } from './long-poll';
import { MessageMoves } from './message-moves';
import { OPERATIONS, receive, type Asked } from './operations';
import { renderResult, renderXmlError } from './query-protocol';
import type { Queue } from './queue';
import type { QueueKeys } from './queue-keys';
import type { Queues } from './queues';
import { accessDenied, faultOf, kmsRefusal } from './refusal';
import { actionOf, parseSqsRequest, queueNameIn, type SqsRequest } from './request';
import { SqsError } from './sqs-error';
import type { Clock } from '../clock/clock';
import type { ServiceFaults } from '../faults/service-faults';
import type { Fields } from '../gateway/operations';
import type { Service, WireResponse } from '../gateway/wire';
import type { Authorize } from '../iam/authorization';
import type { Identity } from '../iam/identities';

export interface SqsServiceOptions {
  readonly region: string;
  /** What the URL of a queue begins with. */
  readonly endpoint: string;
  readonly account: string;
  readonly queues: Queues;
  readonly keys: Pick<QueueKeys, 'useToSend' | 'useToReceive'>;
  readonly authorize: Authorize;
  readonly clock: Clock;
  readonly faults: Pick<ServiceFaults, 'around'>;
  /**
   * Whether a receive that fails at KMS counts for the dead-letter queue: public reports say so, and AWS documents
   * neither: [U].
   *
   * @default false
   */
  readonly countsFailedReceives?: boolean;
}

/** SQS as its callers see it: who may do what, with which key, and then the queues. */
export class SqsService {
  /** Whether a receive that fails at KMS counts. */
  public countsFailedReceives: boolean;
  private readonly moves: MessageMoves;

  public constructor(private readonly options: SqsServiceOptions) {
    const { queues, clock } = options;
    this.countsFailedReceives = options.countsFailedReceives ?? false;
    this.moves = new MessageMoves(clock, wanted => queues.all.find(({ arn }) => arn === wanted));
  }

  public readonly answer: Service = async ({ headers, body, caller, abandoned }) => {
    const asked = parseSqsRequest({ headers, body });
    try {
      return answered(asked, await this.call(caller, asked.operation, asked.parameters, abandoned));
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      return refused(asked, error);
    }
  };

  /**
   * Does what a caller asks for, who may be in this process: JSON as on the wire.
   *
   * @param abandoned set when nobody waits for the answer any longer
   * @throws SqsError
   */
  public async call(caller: Identity, operation: string, parameters: Fields, abandoned?: AbortSignal): Promise<Fields> {
    return this.options.faults.around(
      { service: 'sqs', operation, caller },
      async () => this.allowed(caller, operation, parameters, abandoned),
      kind => {
        throw faultOf(kind, caller.principal, actionOf(operation), this.options.queues.arnOf(queueNameIn(parameters)!));
      },
    );
  }

  private async allowed(
    caller: Identity,
    operation: string,
    parameters: Fields,
    abandoned?: AbortSignal,
  ): Promise<Fields> {
    const { queues } = this.options;
    const name = queueNameIn(parameters);
    const asked: Asked = {
      parameters,
      queue: () => queues.require(name),
      queues,
      moves: this.moves,
      senderId: caller.principal.split(/[:/]/).at(-1)!,
      urlOf: queue => `${this.options.endpoint}/${this.options.account}/${queue.name}`,
    };
    await this.requirePermissions(caller, operation, asked, name);
    try {
      await this.useKeys(caller, operation, asked);
      if (operation === 'ReceiveMessage') return await this.receive(caller, asked, abandoned);
    } catch (error) {
      throw kmsRefusal(error as Error) ?? error;
    }
    if (!Object.hasOwn(OPERATIONS, operation)) {
      throw new SqsError('UnsupportedOperation', `The sandbox does not know the operation ${operation}.`);
    }
    return OPERATIONS[operation](asked) ?? {};
  }

  private async requirePermissions(
    caller: Identity,
    operation: string,
    asked: Asked,
    name: string | undefined,
  ): Promise<void> {
    const { region, authorize, queues } = this.options;
    const own = operation === 'ListQueues' ? undefined : name;
    for (const [needed, queueName] of permissionsFor(operation, own, asked)) {
      const action = actionOf(needed);
      const resource = queueName === undefined ? '*' : queues.arnOf(queueName);
      // the loopback stands for the TLS connection that a client has by default
      const context = { ...caller.context, 'aws:SecureTransport': 'true', 'aws:RequestedRegion': region };
      const verdict = await authorize({ principal: caller.principal, action, resource, context });
      if (!verdict.allowed) throw accessDenied(caller.principal, action, resource, verdict.reason);
    }
  }

  private async receive(caller: Identity, asked: Asked, abandoned = NEVER): Promise<Fields> {
    const queue = asked.queue();
    const seconds = Number(
      asked.parameters.WaitTimeSeconds ?? queue.attributes.number('ReceiveMessageWaitTimeSeconds'),
    );
    if (await waitForMessage(queue, seconds * 1000, this.options.clock, abandoned)) {
      await this.useKeyToReceive(caller, queue).catch(error => {
        if (this.countsFailedReceives && kmsRefusal(error as Error) !== undefined) receive(asked);
        throw error;
      });
    } else if (queue.isFull && !queue.attributes.isFifo && seconds === 0) {
      throw new SqsError('OverLimit', 'Too many messages in flight.', 403);
    }
    // else a message would go to nobody
    if (abandoned.aborted) throw new Error('nobody waits for the message');
    return receive(asked);
  }

  private async useKeys(caller: Identity, operation: string, asked: Asked): Promise<void> {
    if (['SendMessage', 'SendMessageBatch'].includes(operation)) await this.useKeyToSend(caller, asked.queue());
    if (operation !== 'StartMessageMoveTask') return;
    await this.useKeyToReceive(caller, asked.queue());
    for (const destination of destinationsOf(asked)) await this.useKeyToSend(caller, destination);
  }

  private async useKeyToSend(caller: Identity, { arn, attributes }: Queue): Promise<void> {
    const keyId = attributes.get('KmsMasterKeyId');
    if (keyId === undefined) return;
    const reusePeriodSeconds = attributes.number('KmsDataKeyReusePeriodSeconds');
    await this.options.keys.useToSend(caller, { arn, keyId, reusePeriodSeconds });
  }

  /**
   * A message in a dead-letter queue stays encrypted as its source queue did it; under which ARN AWS decrypts it is not
   * documented: [U].
   */
  private async useKeyToReceive(caller: Identity, queue: Queue): Promise<void> {
    for (const { arn, attributes } of [queue, ...this.options.queues.sourcesOf(queue)]) {
      const keyId = attributes.get('KmsMasterKeyId');
      if (keyId === undefined) continue;
      const reusePeriodSeconds = attributes.number('KmsDataKeyReusePeriodSeconds');
      await this.options.keys.useToReceive(caller, { arn, keyId, reusePeriodSeconds });
    }
  }
}

const NEVER = new AbortController().signal;

/** A move of messages needs what its steps need. */
function permissionsFor(
  operation: string,
  name: string | undefined,
  asked: Asked,
): (readonly [operation: string, queueName: string | undefined])[] {
  if (operation !== 'StartMessageMoveTask') return [[operation, name]];
  return [
    ...[operation, 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(step => [step, name] as const),
    ...destinationsOf(asked).map(queue => ['SendMessage', queue.name] as const),
  ];
}

/** Where a move of messages would send them. */
function destinationsOf({ parameters, queues }: Asked): Queue[] {
  const named = queues.all.filter(({ arn }) => arn === parameters.DestinationArn);
  const source = queues.find(queueNameIn(parameters));
  return named.length > 0 || source === undefined ? named : queues.sourcesOf(source);
}

function answered({ protocol, operation }: SqsRequest, result: Fields): WireResponse {
  if (protocol === 'query') return xml(200, renderResult(operation, result, randomUUID()));
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(result) };
}

function refused({ protocol }: SqsRequest, { status, code, type, message }: SqsError): WireResponse {
  if (protocol === 'query') return xml(status, renderXmlError(code, message, randomUUID()));
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-query-error': `${code};Sender` };
  return { status, headers, body: JSON.stringify({ __type: type, message }) };
}

const xml = (status: number, body: string): WireResponse => ({ status, headers: { 'content-type': 'text/xml' }, body });
