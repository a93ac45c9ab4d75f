import { realClock } from '../../../sandbox/clock/real-clock';
import { startGateway, type Gateway } from '../../../sandbox/gateway/gateway';
import { Identities } from '../../../sandbox/iam/identities';

const identities = new Identities({ principal: 'arn:aws:iam::111122223333:user/Unknown', context: {} });
const headers = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
};

let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway(identities, realClock());
});

afterAll(async () => gateway.close());

test('tells a service when its client has gone', async () => {
  const gone = new AbortController();
  const told = new Promise<void>(resolve =>
    gateway.serve('sqs', async ({ abandoned }) => {
      abandoned.addEventListener('abort', () => resolve());
      gone.abort();
      return new Promise(() => undefined); // has nothing to answer
    }),
  );
  await expect(fetch(gateway.endpoint, { method: 'POST', headers, signal: gone.signal })).rejects.toThrow();
  await told;
});
