import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testWith } from './support/unless-installed';
import { POLICY_DIGEST_COMMAND, policyDigest } from '../src/policy-digest';

const ONE = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'caf\u00e9 "x"',
      Effect: 'Allow',
      Principal: { AWS: ['b', 'a'] },
      Action: ['kms:B', 'kms:A'],
      Condition: { Bool: { x: true } },
    },
  ],
};
const OTHER = {
  Statement: {
    Action: ['kms:A', 'kms:B'],
    Condition: { Bool: { x: true } },
    Effect: 'Allow',
    Sid: ['caf\u00e9 "x"'],
    Principal: { AWS: ['a', 'b'] },
  },
  Version: '2012-10-17',
};

test('is the same for two ways to write a policy, and another for another policy', () => {
  expect(policyDigest(ONE)).toBe(policyDigest(OTHER));
  expect(policyDigest(ONE)).not.toBe(policyDigest({ ...ONE, Version: '2008-10-17' }));
  expect(policyDigest({ Statement: [ONE.Statement[0], { Sid: 'b' }] })).not.toBe(
    policyDigest({ Statement: [{ Sid: 'b' }, ONE.Statement[0]] }),
  );
});

testWith('jq', 'sha256sum')('is what the command shows that computes it again', () => {
  const directory = mkdtempSync(join(tmpdir(), 'policy-digest-'));
  for (const policy of [ONE, OTHER]) {
    writeFileSync(join(directory, 'policy.json'), JSON.stringify(policy));
    const { stdout } = spawnSync('sh', ['-c', POLICY_DIGEST_COMMAND], { cwd: directory, encoding: 'utf8' });
    expect(`sha256:${stdout.split(' ')[0]}`).toBe(policyDigest(policy));
  }
  rmSync(directory, { recursive: true });
});
