import { ServiceFaults, type FaultKind, type FaultyCall } from '../../../sandbox/faults/service-faults';

const WRITER = 'arn:aws:lambda:eu-west-1:111122223333:function:writer';
const CALL: FaultyCall = {
  service: 'dynamodb',
  operation: 'BatchWriteItem',
  caller: { principal: 'role/Writer', context: { 'lambda:SourceFunctionArn': WRITER } },
};

let faults: ServiceFaults;
let done: number;
let killed: string[];

beforeEach(() => {
  [done, killed] = [0, []];
  faults = new ServiceFaults(arn => killed.push(arn));
});

/** What comes of a call, and how often its work was done. */
async function call(changes: Partial<FaultyCall> = {}): Promise<string> {
  const work = async (): Promise<string> => {
    done += 1;
    return 'done';
  };
  const refuse = (kind: FaultKind): string => `says ${kind}`;
  return faults.around({ ...CALL, ...changes }, work, refuse).catch((error: Error) => error.message);
}

test.each<[FaultKind, string, number]>([
  ['throttled', 'says throttled', 0],
  ['refused', 'says refused', 0],
  ['failing', 'says failing', 0],
  ['disabled', 'says disabled', 0],
  ['unprocessed', 'says unprocessed', 0],
  ['connection lost', 'the connection was lost', 0],
  ['answer lost', 'the connection was lost', 1],
  ['caller killed', 'the connection was lost', 0],
])('%s', async (kind, outcome, timesDone) => {
  const end = faults.begin({ service: 'dynamodb', kind });
  expect([await call(), done]).toEqual([outcome, timesDone]);
  expect(killed).toEqual(kind === 'caller killed' ? [WRITER] : []);
  end();
  expect([await call(), done]).toEqual(['done', timesDone + 1]);
});

test('slow', async () => {
  jest.useFakeTimers();
  faults.begin({ service: 'dynamodb', kind: 'slow', milliseconds: 5_000 });
  const calling = call();
  await jest.advanceTimersByTimeAsync(4_999);
  expect(done).toBe(0);
  await jest.advanceTimersByTimeAsync(1);
  expect(await calling).toBe('done');
  jest.useRealTimers();
});

test.each<[string, Partial<FaultyCall>]>([
  ['another service', { service: 'sqs' }],
  ['another operation', { operation: 'Scan' }],
  ['another way', { via: 'sqs' }],
  ['another caller', { caller: { principal: 'role/Reader', context: {} } }],
])('is not about %s', async (_, changes) => {
  faults.begin({
    service: 'dynamodb',
    operations: ['BatchWriteItem', 'PutItem'],
    via: 'dynamodb',
    principal: 'role/Writer',
    kind: 'refused',
  });
  expect(await call({ via: 'dynamodb' })).toBe('says refused');
  expect(await call({ via: 'dynamodb', ...changes })).toBe('done');
});

test('is about a share of the calls, the same ones with the same seed', async () => {
  const outcomes = async (): Promise<string> => {
    faults = new ServiceFaults();
    faults.begin({ service: 'dynamodb', kind: 'refused', share: 0.3 });
    const calls = Array.from({ length: 1000 }, async () => call());
    return (await Promise.all(calls)).map(outcome => Number(outcome !== 'done')).join('');
  };
  const first = await outcomes();
  expect(await outcomes()).toBe(first);
  const failed = first.replaceAll('0', '').length;
  expect(failed).toBeGreaterThan(250);
  expect(failed).toBeLessThan(350);
});
