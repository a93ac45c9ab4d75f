import { tableAccessDenied, renderError, withBody } from './refusal';
import type { DynamoDbRequest } from './request';
import type { FaultKind } from '../faults/service-faults';
import type { WireRequest, WireResponse } from '../gateway/wire';

/** What DynamoDB answers when something goes wrong on purpose. */
export async function answerFault(
  kind: FaultKind,
  request: WireRequest,
  { operation, tableNames, parameters }: DynamoDbRequest,
  serve: (request: WireRequest) => Promise<WireResponse>,
): Promise<WireResponse> {
  switch (kind) {
    case 'refused': {
      const action = `dynamodb:${operation}`;
      return tableAccessDenied(request.caller.principal, action, `table/${tableNames[0]}`, 'of a fault of the sandbox');
    }
    case 'throttled':
      return THROTTLED;
    case 'unprocessed':
      return inPart(request, (parameters.RequestItems ?? {}) as RequestItems, serve);
    default:
      return { ...renderError('InternalServerError', 'DynamoDB fails, by a fault of the sandbox.'), status: 500 };
  }
}

type RequestItems = Readonly<Record<string, readonly unknown[]>>;

const THROTTLED = renderError(
  'ProvisionedThroughputExceededException',
  'The level of configured provisioned throughput for the table was exceeded.',
);

/** Writes the first half of what a batch has for each table; a batch of which nothing could be written is throttled. */
async function inPart(
  request: WireRequest,
  items: RequestItems,
  serve: (request: WireRequest) => Promise<WireResponse>,
): Promise<WireResponse> {
  const part = (cut: (requests: readonly unknown[], half: number) => readonly unknown[]): RequestItems =>
    Object.fromEntries(
      Object.entries(items)
        .map(([table, requests]) => [table, cut(requests, Math.floor(requests.length / 2))] as const)
        .filter(([, requests]) => requests.length > 0),
    );
  const RequestItems = part((requests, half) => requests.slice(0, half));
  if (Object.keys(RequestItems).length === 0) return THROTTLED;
  const body = JSON.stringify({ ...(JSON.parse(request.body) as object), RequestItems });
  const response = await serve({ ...request, body });
  if (response.status !== 200) return response;
  const UnprocessedItems = part((requests, half) => requests.slice(half));
  return withBody(response, JSON.stringify({ ...(JSON.parse(response.body) as object), UnprocessedItems }));
}
