import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachCustomSynthesis, Names, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { KeyPolicy } from '../key-policy/key-policy';

/** Writes the key policy next to the template, for those who review it or put it on the key themselves. */
export function addKeyPolicyFile(scope: Construct, keyPolicy: KeyPolicy): void {
  const name = `${Names.uniqueResourceName(scope, { maxLength: 100, separator: '-' })}.key-policy.json`;
  attachCustomSynthesis(scope, {
    onSynthesize: session => writeFileSync(
      join(session.outdir, name),
      `${JSON.stringify(Stack.of(scope).resolve(keyPolicy.toDocument()), undefined, 2)}\n`,
    ),
  });
}
