import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { skipped } from '../../support/unless-installed';
import { CommandLine } from '../command-line';

/** How networking is turned off for a command here, if it can be. */
const UNSHARE = [
  ['unshare', '-n'],
  ['unshare', '-rn'],
].find(([program = '', ...args]) => spawnSync(program, [...args, 'true']).status === 0);

let cli: CommandLine;
let offline: string;
beforeEach(async () => {
  cli = await CommandLine.start();
  offline = mkdtempSync(join(tmpdir(), 'offline-'));
});
afterEach(async () => {
  await cli.stop();
  rmSync(offline, { recursive: true });
});

(UNSHARE ? test : skipped('networking cannot be turned off with unshare'))(
  'three files and an air gap: the middle step has no network, and no more than the one program',
  async () => {
    const [program = '', ...args] = UNSHARE ?? [];
    const withoutNetwork = (command: string, ...rest: string[]) =>
      execFileSync(program, [...args, command, ...rest], {
        cwd: offline,
        stdio: 'pipe',
        env: { PATH: process.env.PATH },
      });
    const reach = `fetch('${cli.server.endpoint}').then(() => console.log('reached'), () => console.log('cut off'))`;
    expect(withoutNetwork(process.execPath, '-e', reach).toString()).toBe('cut off\n');

    const arn = (await cli.key('create --alias alias/orders')).stdout.trim();
    await cli.key('parameters --key-id alias/orders --out @parameters.json');

    const bytes = randomBytes(32);
    buildSync({
      entryPoints: ['src/cli/main.ts'],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      minify: true,
      outfile: join(offline, 'cli.js'),
    });
    copyFileSync(cli.path('parameters.json'), join(offline, 'parameters.json'));
    cli.write('material.bin', bytes);
    copyFileSync(cli.path('material.bin'), join(offline, 'material.bin'));
    withoutNetwork(
      process.execPath,
      'cli.js',
      'key',
      'wrap',
      '--parameters',
      'parameters.json',
      '--material',
      'material.bin',
      '--out',
      'wrapped.json',
    );
    expect(readdirSync(offline).sort()).toEqual(['cli.js', 'material.bin', 'parameters.json', 'wrapped.json']);

    copyFileSync(join(offline, 'wrapped.json'), cli.path('wrapped.json'));
    const imported = await cli.key('import --parameters @parameters.json --wrapped @wrapped.json --expires 365d');

    expect(imported.code).toBe(0);
    expect(imported.stderr).toMatch(new RegExp(`imported into ${arn}, until .*; the key is Enabled\n$`));
    expect(
      cli.server.keys
        .byArn(arn)
        ?.importedMaterials()
        .map(material => material.bytes),
    ).toEqual([bytes]);
    expect((await cli.key('verify --key-id alias/orders')).code).toBe(0);
    expect(cli.findEverywhere(bytes, ['material.bin'])).toEqual([]);
  },
);
