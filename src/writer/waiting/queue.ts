import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { BoundedHttpHandler } from '../bounded-http-handler';
import type { ChangeCall } from './change-visibility';
import type { InvocationClock } from '../clock';

/**
 * The queue, for the one call that the writer makes to it. The SDK's client for SQS would weigh as much as the rest of
 * the writer, so the call is signed and sent by the parts of the client that is there.
 */
export function queueOf(queueUrl: string, { config }: DynamoDBClient, clock: InvocationClock): ChangeCall {
  http ??= new BoundedHttpHandler();
  http.clock = clock;
  const signer = new SignatureV4({
    service: 'sqs',
    region: config.region,
    credentials: config.credentials,
    sha256: config.sha256,
  });
  return async waits => {
    const { AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL } = process.env;
    const request = renderRequest(new URL(AWS_ENDPOINT_URL_SQS ?? AWS_ENDPOINT_URL ?? queueUrl), {
      QueueUrl: queueUrl,
      Entries: waits.map(({ record, seconds }, index) => ({
        Id: String(index),
        ReceiptHandle: record.receiptHandle,
        VisibilityTimeout: seconds,
      })),
    });
    const { response } = await http!.handle((await signer.sign(request)) as HttpRequest);
    const { __type, Failed = [] } = await readAnswer(response.body as AsyncIterable<Buffer>);
    if (response.statusCode !== 200) {
      throw Object.assign(new Error(), { name: __type?.split('#').pop() ?? `Status${response.statusCode}` });
    }
    return Failed.map(({ Code }) => Code);
  };
}

/** Made for the first call, and kept with its connections. */
let http: BoundedHttpHandler | undefined;

interface Answer {
  /** The name of an error, after that of the service and a hash. */
  readonly __type?: string;
  readonly Failed?: readonly { readonly Code: string }[];
}

function renderRequest({ protocol, hostname, port, host, pathname }: URL, input: object): HttpRequest {
  return new HttpRequest({
    method: 'POST',
    protocol,
    hostname,
    port: port === '' ? undefined : Number(port),
    path: pathname,
    headers: {
      host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.ChangeMessageVisibilityBatch',
    },
    body: JSON.stringify(input),
  });
}

async function readAnswer(body: AsyncIterable<Buffer>): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Answer;
}
