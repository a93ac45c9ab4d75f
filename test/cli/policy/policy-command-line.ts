import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import type { KmsServerOptions } from '../../../sandbox/kms/kms-server';
import { EncryptedQueueToTable } from '../../../src';
import { findKeyArns } from '../../../src/arn';
import type { PolicyDocument } from '../../../src/key-policy/statement';
import { REQUIRED } from '../../support/orders';
import { CommandLine, type Outcome, type RunInput } from '../command-line';

/** The key policy of the proof of concept that this package replaces, with its account number changed. */
export const SEED = join(__dirname, 'seed.key-policy.json');

/** The `policy` verbs, beside a double of KMS that has one key. */
export class PolicyCommandLine {
  public static async start(options: KmsServerOptions = {}): Promise<PolicyCommandLine> {
    const unknown = new Set<string>();
    const cli = await CommandLine.start({ ...options, principalExists: principal => !unknown.has(principal) });
    return new PolicyCommandLine(cli, (await cli.key('create')).stdout.trim(), unknown);
  }

  private constructor(
    public readonly cli: CommandLine,
    public readonly keyArn: string,
    /** Principals that KMS does not know. */
    public readonly unknown: Set<string>,
  ) {}

  public async run(command: string, input?: RunInput): Promise<Outcome> {
    return this.cli.run(`policy ${command} --region eu-west-1 --endpoint-url ${this.cli.server.endpoint}`, input);
  }

  /** The policy that the key has now. */
  public live(): PolicyDocument {
    return JSON.parse(this.cli.server.keys.byArn(this.keyArn)!.policy) as PolicyDocument;
  }

  public async stop(): Promise<void> {
    await this.cli.stop();
  }
}

/**
 * A directory that an app with one construct was synthesised into.
 *
 * @param change what the app does to the construct
 */
export function synthesise(props: object = {}, change: (orders: EncryptedQueueToTable) => unknown = () => {}): string {
  const app = new App();
  const env = { account: '111122223333', region: 'eu-west-1' };
  change(new EncryptedQueueToTable(new Stack(app, 'OrdersStack', { env }), 'Orders', { ...REQUIRED, ...props }));
  return app.synth().directory;
}

/** Makes the synthesised app one for this key, which is much quicker than another synthesis. */
export function pointAt(assembly: string, keyArn: string): void {
  const file = join(assembly, 'OrdersStack.template.json');
  const template = readFileSync(file, 'utf8');
  writeFileSync(file, template.replaceAll(findKeyArns(template)[0]!, keyArn));
}
