import { MAX_POLICY_BYTES } from '../../policy-limits';
import { type Policy, type Rule } from '../rule';

export const size: Rule = {
  id: 'size',
  severity: 'error',
  why: 'KMS refuses a key policy of more than 32,768 bytes',
  fix: 'name fewer roles, or give several of them one role to assume',
  check: policy => {
    const bytes = bytesOf(policy.document);
    return bytes <= MAX_POLICY_BYTES
      ? []
      : [{ message: `the policy takes ${bytes} of at most ${MAX_POLICY_BYTES} bytes: ${sizes(policy)}` }];
  },
};

/** The size of each statement, largest first. */
function sizes({ statements }: Policy): string {
  return statements
    .map((statement, index) => ({ name: statement.Sid ?? `statement ${index + 1}`, bytes: bytesOf(statement) }))
    .sort((one, other) => other.bytes - one.bytes)
    .map(({ name, bytes }) => `'${name}' ${bytes}`)
    .join(', ');
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
