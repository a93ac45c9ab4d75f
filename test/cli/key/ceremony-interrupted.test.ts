import { constants, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto';
import { type Fault, KmsError } from '../../../sandbox/kms/kms-server';
import type { CeremonyRecord } from '../../../src/ceremony/ceremony-record';
import type * as quick from '../../ceremony/quick-scrypt';
import { CommandLine } from '../command-line';

jest.mock('node:crypto', () => jest.requireActual<typeof quick>('../../ceremony/quick-scrypt').quickScrypt());

const ESCROW = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

function opened(escrowed: Buffer): Buffer {
  return privateDecrypt(
    { key: ESCROW.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    escrowed,
  );
}

let cli: CommandLine;
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

const record = () => JSON.parse(cli.read('record.json').toString()) as CeremonyRecord;
const MUTATING = ['CreateKey', 'CreateAlias', 'ImportKeyMaterial'];

describe('a ceremony that is interrupted', () => {
  const WHOLE = 15; // calls of an undisturbed ceremony, the one to STS included: asserted below

  const start =
    'ceremony --material @material.bin --alias alias/orders --escrow-key @escrow.pem --escrow-out @escrow.bin --yes --record @record.json';
  let bytes: Buffer;

  beforeEach(() => {
    bytes = randomBytes(32);
    cli.write('material.bin', bytes);
    cli.write('escrow.pem', ESCROW.publicKey);
  });

  test(`undisturbed makes ${WHOLE} calls`, async () => {
    await cli.key(start);

    expect(cli.server.requests.map(({ action }) => action)).toHaveLength(WHOLE - 2);
  });

  const faults: [string, Fault][] = [
    ['throttled', new KmsError('ThrottlingException', 'Rate exceeded')],
    ['refused', new KmsError('AccessDeniedException', 'User: x is not authorized')],
    ['the network gone before', 'connection lost before'],
    ['the network gone after', 'connection lost after'],
  ];
  const everyStep = Array.from({ length: WHOLE }, (_, index) => index + 1);

  test.each(faults.flatMap(([name, fault]) => everyStep.map((nth): [string, number, Fault] => [name, nth, fault])))(
    'by %s at call %i goes on to the same end',
    async (_, nth, fault) => {
      cli.server.faults.failNth(nth, fault);
      const broken = await cli.key(start);
      const tolerated =
        // a question the verification may not ask
        fault instanceof KmsError && fault.code === 'AccessDeniedException' && [11, 13, 14, 15].includes(nth);
      if (!tolerated) {
        expect(broken.code).toBe(1);
        if (nth <= 2) {
          expect(cli.files()).not.toContain('record.json'); // nothing has begun
          expect(await cli.key(start)).toMatchObject({ code: 0 });
          return;
        }
        expect(broken.stderr).toContain(
          'the ceremony stopped; go on with: encrypted-queue-to-table key ceremony --resume record.json\n',
        );
        const resumed = await cli.key('ceremony --resume @record.json --yes');
        expect(resumed).toMatchObject({ code: 0, stdout: `${record().key?.arn}\n` });
      }

      expect(cli.server.keys.list()).toHaveLength(1);
      const [key] = cli.server.keys.list();
      expect(key).toMatchObject({ state: 'Enabled', arn: record().key?.arn });
      expect(cli.server.keys.alias('eu-west-1', 'alias/orders')?.key).toBe(key);
      expect(key?.importedMaterials().map(material => material.bytes)).toEqual([bytes]);
      expect(record()).toMatchObject({ finished: expect.any(String), material: { keyMaterialId: key?.current?.id } });
      expect(cli.server.requests.filter(({ action }) => action === 'CreateKey').length).toBeLessThanOrEqual(1);
      expect(cli.findEverywhere(bytes, ['material.bin'])).toEqual([]);
      expect(opened(cli.read('escrow.bin'))).toEqual(bytes);
    },
  );

  test.each(everyStep)('by an answer lost at call %i needs no help, the creation of the key aside', async nth => {
    process.env.AWS_MAX_ATTEMPTS = '3';
    cli.server.faults.failNth(nth, 'connection lost after');

    const outcome = await cli.key(start);

    expect(outcome.code).toBe(nth === 5 ? 1 : 0);
    expect(cli.server.keys.list()).toHaveLength(1);
  });

  test('takes no other material than the one it began with', async () => {
    cli.server.faults.failNext('ImportKeyMaterial', 'connection lost before');
    await cli.key(start);
    cli.write('material.bin', randomBytes(32));

    const outcome = await cli.key('ceremony --resume @record.json --yes');

    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('error: this is not the key material that the ceremony began with\n');
    expect(cli.server.keys.list()[0]?.state).toBe('PendingImport');
  });

  test('generates new material, unless a plaintext of the first was kept', async () => {
    cli.server.faults.failNext('ImportKeyMaterial', 'connection lost before');
    await cli.key('ceremony --generate --keep-plaintext @kept.bin --yes --record @record.json');
    const kept = cli.read(cli.files().find(name => /^kept\.bin\.unconfirmed-/.test(name))!);

    expect(await cli.key('ceremony --resume @record.json --yes')).toMatchObject({
      code: 2,
      stderr: `encrypted-queue-to-table: error: --yes excludes a ceremony that writes plaintext, to 'kept.bin'
encrypted-queue-to-table: hint: leave --yes out, and look at the plan
`,
    });
    expect((await cli.key('ceremony --resume @record.json', { answers: 'y\n' })).code).toBe(0);

    expect(cli.read('kept.bin')).toEqual(kept);
    expect(
      cli.server.keys
        .list()[0]
        ?.importedMaterials()
        .map(material => material.bytes),
    ).toEqual([kept]);
  });

  test('leaves a record without a secret after every failure', async () => {
    for (const action of MUTATING) {
      cli.server.faults.failNext(action, new KmsError('KMSInternalException', 'internal'));
      await cli.key(`ceremony --material @material.bin --alias alias/${action} --yes --record @${action}.json`);
      expect(cli.findEverywhere(bytes, ['material.bin'])).toEqual([]);
      expect(cli.files()).toContain(`${action}.json`);
    }
  });

  test('cannot be resumed once it is finished', async () => {
    await cli.key(start);

    const outcome = await cli.key('ceremony --resume @record.json --yes');

    expect(outcome).toMatchObject({
      code: 1,
      stderr: `encrypted-queue-to-table: error: the ceremony of 'record.json' was finished at ${record().finished}
encrypted-queue-to-table: hint: its page is made again by: encrypted-queue-to-table key ceremony page --record record.json
`,
    });
  });
});
