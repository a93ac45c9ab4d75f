import { NOW, cli, fail, help, importThem, refuseEach, theKey } from './wrong-input';
import type * as quick from '../../ceremony/quick-scrypt';

jest.mock('node:crypto', () => jest.requireActual<typeof quick>('../../ceremony/quick-scrypt').quickScrypt());

refuseEach({
  // expiry
  'an expiry in the past': {
    command: `${importThem} --expires 2026-11-24`,
    hint: help('import'),
    code: 2,
    error: 'expiry must be in the future, got 2026-11-24T00:00:00.000Z',
  },
  'an expiry past 365 days': {
    command: `${importThem} --expires 366d`,
    code: 2,
    error: 'expiry must be at most 365 days away, got 2027-11-25T12:00:00.000Z',
    hint: 'say --expires 365d, or --expires never',
  },
  'an expiry that is no date': {
    command: `${importThem} --expires 'next year'`,
    hint: help('import'),
    code: 2,
    error: "expiry must be 'never', days such as 90d or a date such as 2027-01-31T00:00:00Z, got 'next year'",
  },

  // the key
  'a key of origin AWS_KMS': {
    arrange: async () => {
      const { KeyMetadata } = await cli.server.call(
        { principal: 'arn:aws:iam::111122223333:root', context: {} },
        'CreateKey',
        {},
      );
      await cli.server.call({ principal: 'arn:aws:iam::111122223333:root', context: {} }, 'CreateAlias', {
        AliasName: 'alias/own',
        TargetKeyId: (KeyMetadata as { KeyId: string }).KeyId,
      });
    },
    command: 'parameters --key-id alias/own --out @out.json',
    code: 1,
    error: 'key OTHER has origin AWS_KMS; only a key of origin EXTERNAL takes imported key material',
    hint: 'create one with: encrypted-queue-to-table key create --alias alias/NAME',
  },
  'a key that is to be deleted': {
    arrange: () => (theKey().deletionDate = NOW),
    command: importThem,
    code: 1,
    error: 'key KEY is PendingDeletion; key material can be imported while it is PendingImport or Enabled',
    hint: 'aws kms cancel-key-deletion --key-id KEY',
  },
  'a key that is not there': {
    command: 'parameters --key-id mrk-nowhere --out @out.json',
    code: 1,
    error: "NotFoundException: Key 'arn:aws:kms:eu-west-1:111122223333:key/mrk-nowhere' does not exist [request ID]",
    hint: 'check the key id, the Region and the account of the credentials',
  },
  'an alias that is taken': {
    command: 'create --alias alias/orders',
    code: 1,
    error: 'alias/orders already names key KEY',
    hint: 'take another alias, or move it: aws kms update-alias',
  },
  'an alias that is none': {
    command: 'create --alias orders',
    hint: help('create'),
    code: 2,
    error:
      "an alias must be 'alias/' and 1 to 250 letters, digits, '/', '_' or '-', not under 'alias/aws/', got 'orders'",
  },
  'a policy that is not JSON': {
    arrange: () => cli.write('policy.json', '{'),
    command: 'create --policy @policy.json',
    code: 1,
    error: "'policy.json' is not JSON",
  },
  'a policy that is too long': {
    arrange: () => cli.write('policy.json', JSON.stringify({ Statement: [], Id: 'x'.repeat(32_768) })),
    command: 'create --policy @policy.json',
    code: 1,
    error: "a key policy must be at most 32768 bytes, got 32792 ['policy.json']",
  },
  'a rotation of a key without material': {
    command: 'rotate --key-id KEY --generate --no-copy --yes',
    code: 1,
    error: 'key KEY is PendingImport; only an enabled key rotates',
    hint: 'import its material first: encrypted-queue-to-table key ceremony',
  },

  // the command line
  'a Region beside the ARN of another': {
    command: 'status --key-id ARN --region eu-central-1',
    code: 2,
    error: '--region is eu-central-1, but the key ARN is of eu-west-1',
    hint: help('status'),
  },
  'SHA-1 that was not allowed': {
    command: 'parameters --key-id KEY --wrapping-algorithm RSAES_OAEP_SHA_1 --out @out.json',
    code: 2,
    error: 'RSAES_OAEP_SHA_1 needs --allow-sha1',
    hint: 'leave --wrapping-algorithm out to wrap with RSAES_OAEP_SHA_256',
  },
  'an algorithm for asymmetric keys': {
    command: 'parameters --key-id KEY --wrapping-algorithm RSA_AES_KEY_WRAP_SHA_256 --out @out.json',
    code: 2,
    error: "--wrapping-algorithm must be RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1, got 'RSA_AES_KEY_WRAP_SHA_256'",
    hint: 'KMS takes it for RSA and elliptic curve keys, not for a symmetric key',
  },
  'a wrapping key that is too short': {
    command: 'parameters --key-id KEY --wrapping-key-spec RSA_1024 --out @out.json',
    code: 2,
    error: "--wrapping-key-spec must be RSA_4096, RSA_3072, RSA_2048, got 'RSA_1024'",
    hint: help('parameters'),
  },
  'a witness alone': {
    command: 'ceremony --generate --no-copy --witness Grace --yes --record @record.json',
    code: 2,
    error: '--witness needs --operator',
    hint: help('ceremony'),
  },
  'an operator who is their own witness': {
    command: 'ceremony --generate --no-copy --operator Ada --witness Ada --yes --record @record.json',
    code: 2,
    error: "operator and witness must be two people, got 'Ada' twice",
    hint: help('ceremony'),
  },
  'options beside --resume': {
    arrange: () => cli.write('record.json', '{}'),
    command: 'ceremony --resume @record.json --generate --alias alias/x --yes',
    code: 2,
    error: '--resume excludes --generate, --alias',
    hint: help('ceremony'),
  },
  'a record that is none': {
    arrange: () => cli.write('record.json', '{}'),
    command: 'ceremony --resume @record.json --yes',
    code: 1,
    error: "'record.json' is not the record of a key ceremony",
  },
  'a ceremony nobody can be asked about': {
    command: 'ceremony --generate --no-copy --record @record.json',
    code: 2,
    error: 'a ceremony needs --yes: there is no terminal to ask on',
    hint: help('ceremony'),
  },
  'an option that is not there': {
    command: 'status --keyid KEY',
    code: 2,
    error: "unknown option '--keyid'",
    hint: 'did you mean: --key-id',
  },
  'an option without its value': {
    command: 'verify --json --key-id',
    code: 2,
    error: "option '--key-id' needs a value",
    hint: help('verify'),
  },
  'deleting without typing the id': {
    arrange: () => cli.server.call({ principal: 'x', context: {} }, 'EnableKey', {}).catch(() => undefined),
    command: 'delete-material --key-id KEY --confirm mrk-other',
    code: 1,
    error: 'that is not the id of the key; nothing is deleted',
  },

  // AWS
  'no permission': {
    arrange: fail(
      'GetParametersForImport',
      'AccessDeniedException',
      'User: x is not authorized to perform: kms:GetParametersForImport',
    ),
    command: 'parameters --key-id KEY --out @out.json',
    code: 1,
    error: 'AccessDeniedException: User: x is not authorized to perform: kms:GetParametersForImport [request ID]',
    hint: 'the caller needs this permission; print a policy that has it with: encrypted-queue-to-table key operator-policy',
  },
  throttled: {
    arrange: fail('GetParametersForImport', 'ThrottlingException', 'Rate exceeded'),
    command: 'parameters --key-id KEY --out @out.json',
    code: 1,
    error: 'ThrottlingException: Rate exceeded [request ID]',
    hint: 'AWS asks to slow down; wait a minute, then run the same command again',
  },
});
