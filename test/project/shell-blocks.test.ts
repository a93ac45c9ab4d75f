import { execFile, spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type KmsServer, startKmsServer } from '../../sandbox/kms/kms-server';
import { KEY_ARN } from '../support/orders';
import { shellBlocks } from '../support/shell-blocks';
import { synthesiseApp } from '../support/synthesised-app';
import { testWith } from '../support/unless-installed';

const CLI = join(__dirname, '..', '..', 'assets', 'cli', 'main', 'index.js');
const DOCUMENTS = ['README.md', 'docs/key-ceremony.md', 'docs/key-policy.md'];
const EXAMPLE = join(__dirname, '..', '..', 'examples', 'minimal', 'app.ts');

/** Blocks that are not run here, by their first command, and why. */
const ELSEWHERE: Record<string, string> = {
  'npm install encrypted-queue-to-table': 'needs a registry that has the package; test/downstream installs the tarball',
  'npm ci && npm run sandbox': '.ci/run runs it in a clean clone',
  'npm ci && npm test': 'it is what runs this',
  'encrypted-queue-to-table key ceremony --resume':
    'needs a ceremony that stopped half-way; test/cli/key/ceremony-interrupted.test.ts stops one',
  'sha256sum --check encrypted-queue-to-table.js.sha256': 'needs a release, and GitHub',
  'sha256sum encrypted-queue-to-table.js': 'needs a release; test/cli/self-check.test.ts compares digests',
  'python3 -c': 'needs the salt of a record; test/cli/key/check.test.ts takes it from one',
};

const CREATE = 'encrypted-queue-to-table key create --alias alias/orders --open-to-iam > key.txt';
const PARAMETERS = 'encrypted-queue-to-table key parameters --key-id alias/orders --out parameters.json';
const WRAP =
  'encrypted-queue-to-table key wrap --parameters parameters.json --material material.bin --out wrapped.json';
const IMPORT = 'encrypted-queue-to-table key import --parameters parameters.json --wrapped wrapped.json';
const CEREMONY =
  'encrypted-queue-to-table key ceremony --open-to-iam --material material.bin --escrow-key escrow.pem --escrow-out escrow.bin --record record.json';
const field = (name: string): string => `node -p "JSON.parse(fs.readFileSync('parameters.json')).${name}"`;

/** What the reader has done before a block, by the start of its first command. */
const BEFORE: Record<string, string[]> = {
  'encrypted-queue-to-table key wrap --public-key': [
    CREATE,
    PARAMETERS,
    `${field('publicKey')} | openssl enc -d -base64 -A -out PublicKey.bin`,
    `${field('importToken')} | openssl enc -d -base64 -A -out ImportToken.bin`,
  ],
  'encrypted-queue-to-table key check': [CEREMONY],
  'encrypted-queue-to-table key escrow-drill': [CEREMONY],
  'encrypted-queue-to-table key ceremony prepare --alias alias/orders --admin arn:aws:iam::111122223333:role/KeyAdmin --sign':
    [
      'mkdir .ssh; ssh-keygen -q -t ed25519 -N "" -f .ssh/id_ed25519; for who in ada bob; do echo "$who $(cat .ssh/id_ed25519.pub)"; done > signers',
    ],
  'openssl pkeyutl -decrypt': [
    CREATE,
    PARAMETERS,
    'openssl pkeyutl -encrypt -pubin -inkey escrow.pem -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -in material.bin -out escrow.bin',
  ],
  'encrypted-queue-to-table key parameters': [CREATE, PARAMETERS, WRAP, IMPORT, 'rm parameters.json wrapped.json'],
  'encrypted-queue-to-table key rotate': [CREATE, PARAMETERS, WRAP, IMPORT],
  'encrypted-queue-to-table policy': [
    CREATE,
    `sed -i "s#mrk-1234abcd12ab34cd56ef1234567890ab#$(sed 's#.*/##' key.txt)#" cdk.out/*.template.json`,
  ],
};

/** Turns the network off for the machine with the air gap, where that can be done. */
const OFFLINE =
  ['unshare -n', 'unshare -rn'].find(command => spawnSync(`${command} true`, { shell: true }).status === 0) ?? '';

/** The command as its bin, and npx without a registry; what asks a person is told yes. */
const COMMANDS = `
encrypted-queue-to-table() {
  case "$*" in
    *--yes*) node "$CLI" "$@" ;;
    *'key ceremony prepare '*) node "$CLI" "$@" --yes 2>&1 | tee prepared.txt ;;
    # a person types the code that the other machine showed
    *'key ceremony seal '*) ${OFFLINE} node "$CLI" "$@" --expect "$(sed -n 's/.* code of the prepared bundle: //p' prepared.txt)" 2>&1 | tee sealed.txt ;;
    *'key ceremony finish '*) node "$CLI" "$@" --expect "$(sed -n 's/.* code of the sealed bundle: //p' sealed.txt)" ;;
    'key ceremony '*|'key rotate '*|'policy apply '*|'policy restore '*|'policy admit '*) node "$CLI" "$@" --yes ;;
    'policy diff '*) node "$CLI" "$@" || [ $? -eq 3 ] ;; # 3: there is a difference
    *) node "$CLI" "$@" ;;
  esac
}
npx() { "$@"; }
`;

const blocks = DOCUMENTS.flatMap(document =>
  shellBlocks(document).map((commands): [string, string, string[]] => [document, commands[0]!, commands]),
);
const startOf = (record: object, command: string): string | undefined =>
  Object.keys(record).find(start => command.startsWith(start));
const here = blocks.filter(([, first]) => startOf(ELSEWHERE, first) === undefined);

const [ESCROW, OTHER_ESCROW] = [1, 2].map(() =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }),
);

let assembly: string;
let kms: KmsServer;
let directory: string;

beforeAll(() => {
  ({ assembly } = synthesiseApp(EXAMPLE, { keyArn: KEY_ARN }));
});

afterAll(() => rmSync(assembly, { recursive: true }));

beforeEach(async () => {
  kms = await startKmsServer();
  directory = mkdtempSync(join(tmpdir(), 'shell-'));
  const { publicKey, privateKey } = ESCROW!;
  const files: Record<string, string | Buffer> = {
    'escrow.pem': publicKey,
    'escrow.key': privateKey,
    'escrow-private.pem': privateKey,
    'escrow-1.pem': publicKey,
    'escrow-2.pem': OTHER_ESCROW!.publicKey,
    'material.bin': randomBytes(32),
    'material-2.bin': randomBytes(32),
    'policy.json': JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
      ],
    }),
  };
  cpSync(assembly, join(directory, 'cdk.out'), { recursive: true });
  Object.entries(files).forEach(([name, content]) => writeFileSync(join(directory, name), content, { mode: 0o600 }));
});

afterEach(async () => {
  await kms.close();
  rmSync(directory, { recursive: true });
});

async function bash(commands: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    'bash',
    ['--norc', '-euo', 'pipefail', '-c', `${COMMANDS}\n${commands.join('\n')}`],
    {
      cwd: directory,
      env: {
        PATH: [join(process.execPath, '..'), process.env.PATH].join(delimiter),
        HOME: directory,
        CLI,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: kms.endpoint,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    },
  );
  return stdout;
}

testWith('bash', 'openssl').each(here)('%s: %s', async (_, first, commands) => {
  await bash(BEFORE[startOf(BEFORE, first.replace(/^npx /, '')) ?? ''] ?? []);
  const [key] = [...kms.keys.list()];

  await bash(
    commands.map(command =>
      command
        .replace('mrk-1234abcd12ab34cd56ef1234567890ab', key?.id ?? '')
        .replace(/key-policy-[\dTZ-]+\.json/, 'key-policy-*.json'),
    ),
  );

  expect(kms.requests.length > 0 || commands.every(command => /operator-policy|wrap/.test(command))).toBe(true);
});

test('what is not run here has a reason, and no reason is left without its block', () => {
  const reasons = Object.keys(ELSEWHERE);

  expect(reasons.filter(start => !blocks.some(([, first]) => first.startsWith(start)))).toEqual([]);
  expect(here.length).toBeGreaterThan(8);
});
