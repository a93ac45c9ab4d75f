import { randomBytes } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { KmsError, type KmsServer, startKmsServer } from '../../sandbox/kms/kms-server';
import { type CeremonyPorts, holdCeremony } from '../../src/ceremony/ceremony';
import { type CeremonyPlan, type CeremonyRecord, newRecord } from '../../src/ceremony/ceremony-record';
import { KeyMaterial } from '../../src/ceremony/key-material';
import { RequestLog } from '../../src/ceremony/request-log';

const PLAN: CeremonyPlan = {
  region: 'eu-west-1',
  multiRegion: true,
  description: 'Orders',
  alias: 'alias/orders',
  tags: {},
  wrapping: { wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' },
  source: { kind: 'standard input' },
  copies: {},
};

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
async function hold(ports: Partial<CeremonyPorts> = {}, record = newRecord(PLAN, {}, new Date())) {
  const bytes = randomBytes(32);
  const held = holdCeremony(record, {
    kms,
    kmsOnce: kms,
    requests: new RequestLog(),
    callerIdentity: async () => ({ arn: 'arn:aws:iam::111122223333:role/Operator', account: '111122223333' }),
    material: async () => KeyMaterial.take(bytes, 'a test'),
    keepCopies: async () => 'none',
    save: async () => undefined,
    progress: () => undefined,
    now: () => new Date(),
    ...ports,
  });
  const outcome = await held.then(
    () => 'done',
    (error: Error) => error.message,
  );
  return { outcome, bytes, record };
}

test('the material is zeroed once it is imported', async () => {
  const { outcome, bytes } = await hold();

  expect(outcome).toBe('done');
  expect(server.keys.list()[0]?.state).toBe('Enabled');
  expect(bytes).toEqual(Buffer.alloc(32));
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

test.each(Array.from({ length: 19 }, (_, index) => index + 1))(
  'killed after the record was saved %i times, it goes on to one enabled key',
  async lastSave => {
    const killed = new Error('killed');
    let saves = 0;
    let onDisk = '';
    const save: CeremonyPorts['save'] = async record => {
      if (saves++ >= lastSave) throw killed;
      onDisk = JSON.stringify(record);
    };
    const plan = { ...PLAN, source: { kind: 'generated', mixedWithKms: false } as const };
    await hold({ save }, newRecord(plan, {}, new Date()));

    const record = JSON.parse(onDisk) as CeremonyRecord;
    if (!record.finished) expect((await hold({}, record)).outcome).toBe('done');

    expect(server.keys.list()).toHaveLength(1);
    expect(server.keys.list()[0]?.state).toBe('Enabled');
    expect(record.material?.keyMaterialId).toBe(server.keys.list()[0]?.current?.id);
  },
);

test('nothing goes to KMS before its copy is kept', async () => {
  const { outcome } = await hold({
    keepCopies: async () => {
      throw new Error('no place for a copy');
    },
  });

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
