import { KmsError } from '../../../sandbox/kms/kms-server';
import { CommandLine } from '../command-line';

let cli: CommandLine;
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

test('generated material is piped into the wrapping, and never touches the disk', async () => {
  const arn = (await cli.key('create')).stdout.trim();
  await cli.key(`parameters --key-id ${arn} --out @parameters.json`);

  const { stdoutBytes: material } = await cli.key('generate');
  cli.said = Buffer.alloc(0); // the pipe is not the terminal
  await cli.key('wrap --parameters @parameters.json --material - --out @wrapped.json', { stdin: material });
  expect(await cli.key('import --parameters @parameters.json --wrapped @wrapped.json')).toMatchObject({ code: 0 });

  expect(
    cli.server.keys
      .byArn(arn)
      ?.importedMaterials()
      .map(({ bytes }) => bytes),
  ).toEqual([material]);
  expect(cli.findEverywhere(material)).toEqual([]);
});

test('into a file only its owner can read, with a warning', async () => {
  const outcome = await cli.key('generate --keep-plaintext @material.bin');

  expect(outcome).toMatchObject({
    code: 0,
    stdout: '',
    stderr:
      "encrypted-queue-to-table: warning: 'material.bin' holds the key material in plaintext; move it offline and destroy it here\n",
  });
  expect([cli.mode('material.bin'), cli.read('material.bin').length]).toEqual([0o600, 32]);
});

test('the random bytes of KMS are asked for when they are to be mixed in', async () => {
  const { stdoutBytes } = await cli.key('generate --mix-kms-random');

  expect(stdoutBytes).toHaveLength(32);
  expect(cli.server.requests.map(({ action, input }) => [action, input])).toEqual([
    ['GenerateRandom', { NumberOfBytes: 32 }],
  ]);
});

test('without KMS there is no material from half a source', async () => {
  cli.server.faults.failNext('GenerateRandom', new KmsError('AccessDeniedException', 'no'));

  expect(await cli.key('generate --mix-kms-random')).toMatchObject({ code: 1, stdout: '' });
});

test('a material file that others may read is warned about', async () => {
  await cli.key('create --alias alias/orders');
  await cli.key('parameters --key-id alias/orders --out @parameters.json');
  cli.write('open.bin', (await cli.key('generate')).stdoutBytes, 0o644);

  const { code, stderr } = await cli.key('wrap --parameters @parameters.json --material @open.bin --out @wrapped.json');

  expect(code).toBe(0);
  expect(stderr).toContain("warning: others than its owner may read 'open.bin'; say: chmod 600 open.bin\n");
});
