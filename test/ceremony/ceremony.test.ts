import { randomBytes } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { MACHINE, PLAN } from './killable-ceremony';
import { KmsError, type KmsServer, startKmsServer } from '../../sandbox/kms/kms-server';
import { holdCeremony } from '../../src/ceremony/ceremony';
import type { CeremonyContext } from '../../src/ceremony/ceremony-context';
import { newRecord } from '../../src/ceremony/ceremony-record';
import { KeyMaterial } from '../../src/ceremony/key-material';
import { RequestLog } from '../../src/ceremony/request-log';

let server: KmsServer;
let kms: KMSClient;
beforeEach(async () => {
  server = await startKmsServer();
  kms = new KMSClient({
    endpoint: server.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  kms.destroy();
  await server.close();
});

/** Holds a ceremony with material whose bytes the test keeps an eye on. */
async function hold(context: Partial<CeremonyContext> = {}, plan = PLAN) {
  const bytes = randomBytes(32);
  const record = newRecord({ ...plan, source: { kind: 'standard input' } }, {}, MACHINE, new Date());
  const held = holdCeremony(record, {
    kms,
    kmsOnce: kms,
    requests: new RequestLog(),
    files: { write: async () => undefined, place: async () => undefined, read: async () => undefined },
    callerIdentity: async () => ({ arn: 'arn:aws:iam::111122223333:role/Operator', account: '111122223333' }),
    readMaterial: async () => KeyMaterial.of(bytes, 'a test'),
    save: async () => undefined,
    progress: () => undefined,
    now: () => new Date(),
    ...context,
  });
  const outcome = await held.then(
    () => 'done',
    (error: Error) => error.message,
  );
  return { outcome, bytes, record };
}

test('the material is zeroed before it is imported', async () => {
  let bytes = Buffer.alloc(0);
  const seen: boolean[] = [];
  const spied = {
    send: async (command: Parameters<KMSClient['send']>[0]) => {
      if (command.constructor.name === 'ImportKeyMaterialCommand') seen.push(bytes.equals(Buffer.alloc(32)));
      return kms.send(command);
    },
  } as unknown as KMSClient;

  const { outcome } = await hold({
    kms: spied,
    readMaterial: async () => KeyMaterial.of((bytes = randomBytes(32)), 'a test'),
  });

  expect([outcome, seen]).toEqual(['done', [true]]);
  expect(server.keys.list()[0]?.state).toBe('Enabled');
});

test.each(['CreateKey', 'CreateAlias', 'GetParametersForImport', 'ImportKeyMaterial'])(
  'the material is zeroed when %s fails',
  async action => {
    server.faults.failNext(action, new KmsError('KMSInternalException', 'on purpose'));

    const { outcome, bytes } = await hold();

    expect(outcome).toBe('on purpose');
    expect(bytes).toEqual(Buffer.alloc(32));
  },
);

test.each(Array.from({ length: 18 }, (_, index) => index + 1))(
  'the material is zeroed when the record cannot be saved for the time number %i',
  async nth => {
    let saved = 0;

    const { outcome, bytes } = await hold({
      save: async () => {
        if (++saved === nth) throw new Error('disk full');
      },
    });

    expect(outcome).toBe('disk full');
    if (nth > 3) expect(bytes).toEqual(Buffer.alloc(32));
  },
);

test('nothing goes to KMS before its copy is written', async () => {
  const { outcome } = await hold(
    {
      files: {
        write: async () => {
          throw new Error('no place for a copy');
        },
        place: async () => undefined,
        read: async () => undefined,
      },
    },
    { ...PLAN, copies: { escrow: [], plaintextFile: 'copy.bin' } },
  );

  expect(outcome).toBe('no place for a copy');
  expect(server.requests.map(({ action }) => action)).not.toContain('ImportKeyMaterial');
});

test('the record holds every step with the ids of its requests, and no secret', async () => {
  const requests = new RequestLog();
  requests.watch(kms);

  const { record } = await hold({ requests });

  const ids = record.steps.flatMap(step => step.requests.map(({ requestId }) => requestId));
  expect(ids).toEqual(server.requests.map(({ requestId }) => requestId));
  expect(JSON.stringify(record)).not.toContain('[key material]');
});
