import type { EmulatedQueue, SqsEmulator } from './emulator';
import type { QueueKeys } from './queue-keys';
import { renderShortPoll, waitForMessage } from './receive';
import { accessDenied, kmsRefusal, renderRefusal, type SqsError } from './refusal';
import { actionOf, parseSqsRequest, type SqsRequest } from './request';
import { forward, type Service, type WireRequest, type WireResponse } from '../gateway/wire';
import type { Authorize } from '../iam/authorization';
import type { Identity } from '../iam/identities';

export interface SqsServiceOptions {
  readonly account: string;
  readonly region: string;
  readonly emulator: SqsEmulator;
  readonly keys: QueueKeys;
  readonly authorize: Authorize;
  /** Set when the sandbox stops, so that no long poll outlives it. */
  readonly stopping: AbortSignal;
}

/** SQS as its callers see it: who may do what, with which key, and then the emulator. */
export class SqsService {
  /** The policy of each queue by its ARN; `local-aws-sqs` refuses most of what SQS accepts. */
  public readonly policies = new Map<string, string>();

  public constructor(private readonly options: SqsServiceOptions) {}

  public readonly answer: Service = async request => {
    const asked = parseSqsRequest(request);
    try {
      const refusal = await this.refuse(request.caller, asked);
      return refusal === undefined ? await this.serve(request, asked) : renderRefusal(asked.protocol, refusal);
    } catch (error) {
      const refusal = kmsRefusal(error as Error);
      if (refusal === undefined) throw error;
      return renderRefusal(asked.protocol, refusal);
    }
  };

  private arnOf(queueName: string | undefined): string {
    return queueName === undefined ? '*' : `arn:aws:sqs:${this.options.region}:${this.options.account}:${queueName}`;
  }

  private async refuse(caller: Identity, asked: SqsRequest): Promise<SqsError | undefined> {
    for (const [operation, queueName] of this.permissionsFor(asked)) {
      const [action, resource] = [actionOf(operation), this.arnOf(queueName)];
      // the loopback stands for the TLS connection that a client has by default
      const context = { ...caller.context, 'aws:SecureTransport': 'true', 'aws:RequestedRegion': this.options.region };
      const verdict = await this.options.authorize({ principal: caller.principal, action, resource, context });
      if (!verdict.allowed) return accessDenied(caller.principal, action, resource, verdict.reason);
    }
    return undefined;
  }

  /** A move of messages needs what its steps need. */
  private permissionsFor(asked: SqsRequest): [operation: string, queueName: string | undefined][] {
    const own: [string, string | undefined] = [
      asked.operation,
      asked.operation === 'ListQueues' ? undefined : asked.queueName,
    ];
    if (asked.operation !== 'StartMessageMoveTask') return [own];
    const reading = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(
      (name): [string, string | undefined] => [name, asked.queueName],
    );
    return [
      own,
      ...reading,
      ...this.destinationsOf(asked).map((queue): [string, string] => ['SendMessage', queue.QueueName]),
    ];
  }

  private destinationsOf({ parameters, queueName }: SqsRequest): EmulatedQueue[] {
    const { emulator } = this.options;
    const named = emulator.queue(
      String(parameters.DestinationArn ?? '')
        .split(':')
        .at(-1),
    );
    const source = emulator.queue(queueName);
    return named !== undefined ? [named] : source === undefined ? [] : emulator.sourcesOf(source);
  }

  private async serve(request: WireRequest, asked: SqsRequest): Promise<WireResponse> {
    const { emulator, stopping } = this.options;
    const queue = emulator.queue(asked.queueName);
    switch (asked.operation) {
      case 'SendMessage':
      case 'SendMessageBatch':
        if (queue !== undefined) await this.useKeyToSend(request.caller, queue);
        break;
      case 'ReceiveMessage': {
        if (queue === undefined) break;
        // else a message would go to nobody
        const isOver = (): boolean => stopping.aborted || request.abandoned.aborted;
        if (await waitForMessage(queue, asked, isOver)) await this.useKeyToReceive(request.caller, queue);
        if (isOver()) throw new Error('nobody waits for the message');
        return forward(emulator.endpoint, { ...request, body: renderShortPoll(asked) });
      }
      case 'StartMessageMoveTask':
        if (queue !== undefined) await this.useKeyToReceive(request.caller, queue);
        for (const destination of this.destinationsOf(asked)) await this.useKeyToSend(request.caller, destination);
        break;
      case 'CreateQueue':
        return this.create(request, asked);
      case 'SetQueueAttributes':
        return this.setAttributes(request, asked);
      case 'GetQueueAttributes':
        return this.withPolicy(asked, await forward(emulator.endpoint, request));
      case 'DeleteQueue':
        this.policies.delete(this.arnOf(asked.queueName));
        break;
    }
    return forward(emulator.endpoint, request);
  }

  private async create(request: WireRequest, asked: SqsRequest): Promise<WireResponse> {
    const { emulator } = this.options;
    const isNew = emulator.queue(asked.queueName) === undefined;
    const response = await forward(emulator.endpoint, request);
    const queue = emulator.queue(asked.queueName);
    if (isNew && queue !== undefined) emulator.mend(queue);
    return response;
  }

  private async setAttributes(request: WireRequest, asked: SqsRequest): Promise<WireResponse> {
    const { Policy, ...attributes } = (asked.parameters.Attributes ?? {}) as Record<string, string>;
    const { emulator } = this.options;
    if (Policy === undefined || emulator.queue(asked.queueName) === undefined) {
      return forward(emulator.endpoint, request);
    }
    const arn = this.arnOf(asked.queueName);
    if (Policy === '') this.policies.delete(arn);
    else this.policies.set(arn, Policy);
    if (Object.keys(attributes).length === 0) {
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' };
    }
    return forward(emulator.endpoint, {
      ...request,
      body: JSON.stringify({ ...asked.parameters, Attributes: attributes }),
    });
  }

  private withPolicy({ parameters, protocol, queueName }: SqsRequest, response: WireResponse): WireResponse {
    const policy = this.policies.get(this.arnOf(queueName));
    const names = (parameters.AttributeNames ?? []) as string[];
    if (
      protocol !== 'json' ||
      response.status !== 200 ||
      policy === undefined ||
      !names.some(name => ['All', 'Policy'].includes(name))
    ) {
      return response;
    }
    const body = JSON.parse(response.body || '{}') as { Attributes?: Record<string, string> };
    return { ...response, body: JSON.stringify({ ...body, Attributes: { ...body.Attributes, Policy: policy } }) };
  }

  private async useKeyToSend(caller: Identity, queue: EmulatedQueue): Promise<void> {
    if (queue.KmsMasterKeyId !== undefined) await this.options.keys.useToSend(caller, this.encrypted(queue));
  }

  /**
   * A message in a dead-letter queue stays encrypted as its source queue did it; under which ARN AWS decrypts it is not
   * documented: [U].
   */
  private async useKeyToReceive(caller: Identity, queue: EmulatedQueue): Promise<void> {
    for (const origin of [queue, ...this.options.emulator.sourcesOf(queue)]) {
      if (origin.KmsMasterKeyId !== undefined) await this.options.keys.useToReceive(caller, this.encrypted(origin));
    }
  }

  private encrypted({ QueueName, KmsMasterKeyId, KmsDataKeyReusePeriodSeconds = 300 }: EmulatedQueue) {
    return { arn: this.arnOf(QueueName), keyId: KmsMasterKeyId!, reusePeriodSeconds: KmsDataKeyReusePeriodSeconds };
  }
}
