import { randomBytes } from 'node:crypto';
import { KmsError } from '../../../sandbox/kms/kms-server';
import { CommandLine } from '../command-line';

export const NOW = new Date('2026-11-24T12:00:00Z');
const READS = [
  'DescribeKey',
  'ListKeyRotations',
  'ListAliases',
  'ListGrants',
  'ListKeys',
  'ListResourceTags',
  'GenerateRandom',
  'GetCallerIdentity',
];
export const WRAP_HINT = 'wrap again with these parameters, or import with the parameters it was wrapped for';
export const RANDOM_HINT = 'take it from a random source: openssl rand 32';
export const ANEW = 'make it anew with: encrypted-queue-to-table key parameters --key-id KEY --out FILE';

export let cli: CommandLine;
export let keyId: string;
export let arn: string;

/** A command that must fail, and in which words. */
export interface WrongInput {
  readonly command: string;
  /** Brings about what is wrong. */
  readonly arrange?: () => unknown;
  readonly stdin?: Buffer | string;
  readonly now?: Date;
  readonly code: 1 | 2;
  /** The whole message, or the pattern that it has. */
  readonly error: string | RegExp;
  readonly hint?: string;
}

export const bundle = (change: object) => () =>
  cli.write(
    'changed.json',
    JSON.stringify({ ...(JSON.parse(cli.read('parameters.json').toString()) as object), ...change }),
  );
export const fail = (action: string, code: string, message?: string) => () =>
  cli.server.faults.failNext(action, new KmsError(code, message), 9);
export const theKey = () => cli.server.keys.byArn(arn)!;
export const wrap = 'wrap --parameters @parameters.json --out @out.json';
export const importThem = 'import --parameters @parameters.json --wrapped @wrapped.json';
export const help = (verb: string) => `encrypted-queue-to-table key ${verb} --help`;

/** Holds the command line against each: the whole message, the exit code, nothing written, nothing half done. */
export function refuseEach(wrong: Readonly<Record<string, WrongInput>>): void {
  /** A key that waits for its material, and every file that goes with it. */
  beforeEach(async () => {
    cli = await CommandLine.start({ now: () => NOW });
    arn = (await cli.key('create --alias alias/orders')).stdout.trim();
    keyId = arn.split('/')[1]!;
    cli.write('material.bin', randomBytes(32));
    await cli.key(`parameters --key-id ${keyId} --wrapping-key-spec RSA_2048 --out @parameters.json`, { now: NOW });
    await cli.key('wrap --parameters @parameters.json --material @material.bin --out @wrapped.json', { now: NOW });
    cli.server.requests.length = 0;
  });
  afterEach(async () => cli.stop());

  test.each(Object.entries(wrong))('fails with %s', async (_, { command, arrange, stdin, now, code, error, hint }) => {
    await arrange?.();
    const before = cli.files();

    const outcome = await cli.key(command.replace(/\bKEY\b/g, keyId).replaceAll('ARN', arn), {
      stdin,
      now: now ?? NOW,
    });

    const other = cli.server.keys.list().find(key => key.arn !== arn)?.id ?? 'OTHER';
    const said = outcome.stderr
      .replaceAll(arn, 'ARN')
      .replaceAll(keyId, 'KEY')
      .replaceAll(other, 'OTHER')
      .replace(/request [0-9a-f-]{36}/, 'request ID');
    const [message = '', ...next] = said.replaceAll('encrypted-queue-to-table: ', '').trimEnd().split('\n');
    if (typeof error === 'string') expect(message).toBe(`error: ${error}`);
    else expect(message.replace('error: ', '')).toMatch(error);
    expect(next).toEqual(hint ? [`hint: ${hint}`] : []);
    expect(outcome.code).toBe(code);
    // nothing is written, nothing half done: what KMS was asked for beyond reading, it refused
    expect(cli.files()).toEqual(before);
    expect(theKey().importedMaterials()).toEqual([]);
    expect(
      cli.server.requests
        .map(({ action }) => action)
        .filter(action => !READS.includes(action) && !/Import/.test(action)),
    ).toEqual([]);
    if (code === 2) expect(cli.server.requests).toEqual([]);
  });
}
