import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { testWith } from '../../support/unless-installed';
import { CommandLine } from '../command-line';

/**
 * The seed's own commands, character by character; only the key id and the endpoint are put in. The endpoint is put in
 * through the environment, so that not even the command lines differ.
 */
const CREATE = `aws kms create-key --origin EXTERNAL --region eu-west-1 --multi-region \\
  --description "An imported key generated via openssl"`;

const ALIAS = `aws kms create-alias \\
  --alias alias/my-imported-encryption-key \\
  --target-key-id mrk-99999999999999999999999999999999`;

const GENERATE = 'openssl rand -out PlaintextKeyMaterial.bin 32';

const WRAP = `#!/bin/sh
# working with 
#   aws-cli/2.11.17 
#   Python/3.11.3 
#   Linux/4.14.314-237.533.amzn2.x86_64 
#   exe/x86_64.amzn.2 
#   jq - commandline JSON processor [version 1.5]

# Get parameters for import in json format into parameters variable
parameters=$(aws kms get-parameters-for-import --key-id mrk-99999999999999999999999999999999 --wrapping-algorithm RSAES_OAEP_SHA_1 --wrapping-key-spec RSA_2048 )
# Extract public key value form json response
public_key=$(echo "$parameters" | jq -r '.PublicKey')
# Extract import token value form json response
import_token=$(echo "$parameters" | jq -r '.ImportToken')
# Create a tmp directory
mkdir tmp >/dev/null 2>&1
# Copy public key into tmp/PublicKey.b64 file
echo "$public_key" > tmp/PublicKey.b64
# Copy import token into tmp/ImportToken.b64 file
echo "$import_token" > tmp/ImportToken.b64
# decode base64
openssl enc -d -base64 -A -in tmp/PublicKey.b64 -out tmp/PublicKey.bin
# decode base64
openssl enc -d -base64 -A -in tmp/ImportToken.b64 -out tmp/ImportToken.bin
# encode plain text key material with public key
openssl pkeyutl -in PlaintextKeyMaterial.bin -out EncryptedKeyMaterial.bin -inkey tmp/PublicKey.bin -keyform DER -pubin -encrypt -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha1
`;

const IMPORT = `aws kms import-key-material --key-id mrk-99999999999999999999999999999999 \\
    --encrypted-key-material fileb://EncryptedKeyMaterial.bin \\
    --import-token fileb://tmp/ImportToken.bin \\
    --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE`;

const DESCRIBE = 'aws kms describe-key --key-id mrk-99999999999999999999999999999999';

let cli: CommandLine;
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

const shell = async (script: string, keyId = '') => {
  const env = { ...process.env, AWS_ENDPOINT_URL: cli.server.endpoint, AWS_DEFAULT_REGION: 'eu-west-1', AWS_PAGER: '' };
  const { stdout } = await promisify(execFile)('sh', ['-c', script.replaceAll(/mrk-9{32}/g, keyId)], {
    cwd: cli.directory,
    env,
  });
  return stdout;
};

testWith(
  'aws',
  'jq',
  'openssl',
)("the seed's script imports material, and the key passes the verification", async () => {
  const { KeyMetadata: created } = JSON.parse(await shell(CREATE)) as {
    KeyMetadata: { KeyId: string; Arn: string; KeyState: string };
  };
  const { KeyId, Arn } = created;
  expect(created.KeyState).toBe('PendingImport');
  await shell(ALIAS, KeyId);
  await shell(GENERATE);
  await shell(WRAP, KeyId);
  await shell(IMPORT, KeyId);
  const { KeyMetadata: described } = JSON.parse(await shell(DESCRIBE, KeyId)) as { KeyMetadata: object };

  expect(described).toMatchObject({
    Enabled: true,
    KeyState: 'Enabled',
    Origin: 'EXTERNAL',
    ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    MultiRegion: true,
  });
  expect(
    cli.server.keys
      .byArn(Arn)
      ?.importedMaterials()
      .map(({ bytes }) => bytes),
  ).toEqual([cli.read('PlaintextKeyMaterial.bin')]);
  expect(await cli.key('verify --key-id alias/my-imported-encryption-key')).toMatchObject({ code: 0 });
});

testWith(
  'aws',
  'jq',
  'openssl',
)("what the seed's script wrapped is imported here, and the reverse", async () => {
  const { stdout } = await cli.key('create');
  const arn = stdout.trim();
  const keyId = arn.split('/')[1]!;
  await shell(GENERATE);
  await shell(WRAP, keyId);

  const ours = await cli.key(
    `import --key-id ${arn} --import-token @tmp/ImportToken.bin --wrapped @EncryptedKeyMaterial.bin`,
  );
  expect(ours.code).toBe(0);

  // the same material again: wrapped here with the seed's public key, imported by the seed's command
  await shell('rm EncryptedKeyMaterial.bin');
  const sha1 = '--wrapping-algorithm RSAES_OAEP_SHA_1 --allow-sha1';
  const files = '--public-key @tmp/PublicKey.bin --material @PlaintextKeyMaterial.bin --out @EncryptedKeyMaterial.bin';
  expect((await cli.key(`wrap ${files} ${sha1} --raw`)).code).toBe(0);
  await shell(IMPORT, keyId);
  expect(cli.server.requests.filter(({ action }) => action === 'ImportKeyMaterial')).toHaveLength(2);
});
