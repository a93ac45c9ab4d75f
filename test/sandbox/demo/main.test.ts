import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..', '..', '..');
const NEVER_LEFT_RUNNING: ChildProcess[] = [];

/** The sandbox in a process group of its own, with what it wrote. */
class Run {
  public output = '';
  public errors = '';
  public readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;

  public constructor(...args: string[]) {
    this.child = spawn(process.execPath, ['--import', 'tsx', join('sandbox', 'demo', 'main.ts'), ...args], {
      cwd: ROOT,
      detached: true,
      env: {
        ...process.env,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.dev.json'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    NEVER_LEFT_RUNNING.push(this.child);
    this.child.stdout!.on('data', text => {
      this.output += text;
    });
    this.child.stderr!.on('data', text => {
      this.errors += text;
    });
    this.ended = new Promise(resolve => this.child.on('close', resolve));
  }

  public async untilItSays(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.child.exitCode !== null) throw new Error(`ended without saying '${text}': ${this.errors}`);
      await delay(50);
    }
  }

  public interrupt(): void {
    this.child.kill('SIGINT');
  }

  /** Whether any process that it started still runs, once tsx had a moment to end its own. */
  public async hasProcesses(): Promise<boolean> {
    for (let waited = 0; waited < 2_000 && isGroupAlive(this.child); waited += 100) await delay(100);
    return isGroupAlive(this.child);
  }

  /** The lines between one that begins like this and the next empty one. */
  public paragraph(beginning: string): string {
    return this.output.slice(this.output.indexOf(beginning)).split('\n\n')[0];
  }
}

function isGroupAlive({ pid }: ChildProcess): boolean {
  try {
    return process.kill(-pid!, 0);
  } catch {
    return false;
  }
}

afterAll(() => {
  for (const child of NEVER_LEFT_RUNNING.filter(isGroupAlive)) process.kill(-child.pid!, 'SIGKILL');
});

test('shows the way of a message, ends with the item and leaves nothing running', async () => {
  const run = new Run();
  expect(await run.ended).toBe(0);
  expect(run.errors).toBe('');
  expect(JSON.parse(run.output.slice(run.output.indexOf('{\n')))).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    body: 'hello',
  });
  expect(run.output).toMatch(
    / ms {2}key arn:aws:kms:\S+: material generated, wrapped \(RSA_4096, RSAES_OAEP_SHA_256\), imported; closed to IAM\n/,
  );
  expect(run.output).toMatch(/ ms {2}create AWS::DynamoDB::GlobalTable OrdersTable\w+\n/);
  expect(run.output.match(/ ms {2}refused: User: \S+ is not authorized to perform: \S+/g)).toHaveLength(2);
  expect(await run.hasProcesses()).toBe(false);
});

describe('with --keep', () => {
  let run: Run;

  beforeAll(async () => {
    run = new Run('--keep');
    await run.untilItSays('The sandbox ends with Ctrl-C, or after 30 minutes without a request.');
  });

  const shell = async (script: string): Promise<string> => {
    const { stdout } = await promisify(execFile)('sh', ['-ec', script], {
      cwd: ROOT,
      env: { ...process.env, AWS_PAGER: '' },
    });
    return stdout;
  };

  /** What the last line printed for the CLI shows: the items of the table. */
  const scan = async (): Promise<string> => {
    const [exported, , read] = run.paragraph('export AWS_ACCESS_KEY_ID').split('\n');
    return shell(`${exported}\n${read}`);
  };

  const hasCli = spawnSync('aws', ['--version']).status === 0;
  if (!hasCli) console.log('skipped: no AWS CLI on this machine');

  (hasCli ? test : test.skip)('the printed lines send a message with the stock AWS CLI and read the item', async () => {
    const [exported, send] = run.paragraph('export AWS_ACCESS_KEY_ID').split('\n');
    const { MessageId } = JSON.parse(await shell(`${exported}\n${send}`)) as { MessageId: string };
    let items = '';
    while (!items.includes(MessageId)) items = await scan();
    expect((JSON.parse(items) as { Items: unknown[] }).Items).toContainEqual({
      id: { S: MessageId },
      body: { S: 'hello' },
    });
  });

  test('the printed lines send a message with the SDK and read the item', async () => {
    const exported = run.paragraph('export AWS_ACCESS_KEY_ID').split('\n')[0];
    const program = run.paragraph('import { DynamoDBClient }');
    const printed = await shell(`${exported}\nnode --input-type=module - <<'END'\n${program}\nEND`);
    expect(JSON.parse(printed)).toMatchObject({ body: 'hello' });
  });

  test('ends on Ctrl-C and leaves nothing running', async () => {
    run.interrupt();
    expect(await run.ended).toBe(0);
    expect(await run.hasProcesses()).toBe(false);
  });
});
