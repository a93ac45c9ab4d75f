import { KmsError } from './kms-error';
import { type Operations, type Request } from './operation';

const MAX_POLICY_BYTES = 32_768;

/** Reading and putting the key policy. The text is kept as it came. */
export const policyOperations: Operations = {
  GetKeyPolicy: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:GetKeyPolicy', key);
    requireDefault(request);
    return { Policy: key.policy, PolicyName: 'default' };
  },

  ListKeyPolicies: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:ListKeyPolicies', key);
    return { PolicyNames: ['default'], Truncated: false };
  },

  PutKeyPolicy: async request => {
    const { account, region, input } = request;
    const key = account.keys.findKey(region, input.KeyId);
    const { BypassPolicyLockoutSafetyCheck: bypass } = input;
    await request.require(
      'kms:PutKeyPolicy',
      key,
      bypass === undefined ? {} : { 'kms:BypassPolicyLockoutSafetyCheck': String(bypass) },
    );
    requireDefault(request);
    await validatePolicy(request, key.arn, input.Policy);
    key.policy = input.Policy;
  },
};

export function defaultPolicy(account: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}

/**
 * What KMS checks of a policy before it keeps it: that it is one, that its principals exist, that the caller could put
 * it again.
 */
export async function validatePolicy(request: Request, keyArn: string, policy: unknown): Promise<void> {
  const { account, caller, input } = request;
  if (typeof policy !== 'string' || policy === '') {
    throw new KmsError('ValidationException', 'Policy must not be empty');
  }
  if (Buffer.byteLength(policy) > MAX_POLICY_BYTES) {
    throw new KmsError('LimitExceededException', 'Policy size exceeds limit');
  }
  for (const principal of principalsOf(policy)) {
    if (!account.principalExists(principal)) {
      throw malformed('Policy contains a statement with one or more invalid principals.');
    }
  }
  if (input.BypassPolicyLockoutSafetyCheck === true || !account.authorizeUnder) return;
  const verdict = await account.authorizeUnder(policy, {
    principal: caller.principal,
    action: 'kms:PutKeyPolicy',
    resource: keyArn,
    context: { ...caller.context, ...request.context, 'kms:CallerAccount': account.id },
  });
  if (!verdict.allowed) {
    throw malformed('The new key policy will not allow you to update the key policy in the future.');
  }
}

function principalsOf(policy: string): string[] {
  let statements: unknown;
  try {
    statements = (JSON.parse(policy) as { Statement?: unknown }).Statement;
  } catch {
    throw malformed('Policy document is not valid JSON');
  }
  if (statements === undefined) throw malformed('Missing required field Statement');
  return [statements].flat().flatMap(statement => {
    const { Principal: principal } = Object(statement) as { Principal?: unknown };
    if (principal === undefined) throw malformed('Missing required field Principal');
    return typeof principal === 'string'
      ? [principal]
      : Object.values(Object(principal) as Record<string, string | string[]>).flat();
  });
}

function malformed(message: string): KmsError {
  return new KmsError('MalformedPolicyDocumentException', message);
}

function requireDefault({ input }: Request): void {
  if ((input.PolicyName ?? 'default') !== 'default') throw new KmsError('NotFoundException', 'No such policy exists');
}
