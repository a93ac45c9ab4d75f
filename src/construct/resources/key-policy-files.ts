import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachCustomSynthesis, Names, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { KeyPolicy } from '../../key-policy/key-policy';
import type { PolicyDocument } from '../../key-policy/statement';

/**
 * Writes the key policy next to the template, for those who review it or put it on the key themselves, and beside it
 * the guard of the writer's role.
 */
export function addKeyPolicyFiles(scope: Construct, keyPolicy: KeyPolicy, roleGuard: PolicyDocument): void {
  const name = Names.uniqueResourceName(scope, { maxLength: 100, separator: '-' });
  attachCustomSynthesis(scope, {
    onSynthesize: session => {
      const write = (kind: string, document: unknown) =>
        writeFileSync(
          join(session.outdir, `${name}.${kind}.json`),
          `${JSON.stringify(Stack.of(scope).resolve(document), undefined, 2)}\n`,
        );
      write('key-policy', keyPolicy.toDocument());
      write('role-guard', roleGuard);
    },
  });
}
