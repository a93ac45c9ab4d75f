import { randomBytes } from 'node:crypto';
import { type Grant } from './grant-store';
import { KmsError } from './kms-error';
import { type ConditionKeys, epoch, type Json, type Operations, type Request } from './operation';

/** Permissions handed out one by one, as DynamoDB does for its tables. */
export const grantOperations: Operations = {
  CreateGrant: async request => {
    const { account, region, input } = request;
    const key = account.keys.findKey(region, input.KeyId);
    const {
      GranteePrincipal: granteePrincipal,
      RetiringPrincipal: retiringPrincipal,
      Operations: operations,
      Constraints: constraints,
    } = input;
    await request.require('kms:CreateGrant', key, {
      ...isForAwsResource(request),
      'kms:GranteePrincipal': granteePrincipal,
      'kms:GrantOperations': operations,
      ...(retiringPrincipal && { 'kms:RetiringPrincipal': retiringPrincipal }),
      ...constraintConditions(constraints),
    });
    key.requireState('Enabled');
    const grant: Grant = {
      id: randomBytes(32).toString('hex'),
      token: randomBytes(64).toString('base64'),
      keyArn: key.arn,
      granteePrincipal,
      retiringPrincipal,
      issuingAccount: `arn:aws:iam::${account.id}:root`,
      operations,
      constraints,
      name: input.Name,
      created: account.now(),
    };
    account.grants.add(grant);
    return { GrantId: grant.id, GrantToken: grant.token };
  },

  ListGrants: async request => {
    const { account, region, input } = request;
    const key = account.keys.findKey(region, input.KeyId);
    await request.require('kms:ListGrants', key, isForAwsResource(request));
    const grants = account.grants
      .of(key.arn)
      .filter(
        ({ id, granteePrincipal }) =>
          (!input.GrantId || input.GrantId === id) &&
          (!input.GranteePrincipal || input.GranteePrincipal === granteePrincipal),
      );
    return { Grants: grants.map(entryOf), Truncated: false };
  },

  RevokeGrant: async request => {
    const { account, region, input } = request;
    const key = account.keys.findKey(region, input.KeyId);
    await request.require('kms:RevokeGrant', key, isForAwsResource(request));
    if (!account.grants.of(key.arn).some(({ id }) => id === input.GrantId)) {
      throw new KmsError('InvalidGrantIdException', 'No such grant on this key');
    }
    account.grants.remove(input.GrantId);
  },

  RetireGrant: async request => {
    const { account, caller, input } = request;
    const grant = account.grants.find(({ id, token }) =>
      input.GrantToken ? token === input.GrantToken : id === input.GrantId,
    );
    if (!grant) throw new KmsError('NotFoundException', 'No such grant');
    if (caller.principal !== grant.retiringPrincipal) {
      const key = account.keys.byArn(grant.keyArn);
      if (key) await request.require('kms:RetireGrant', key);
    }
    account.grants.remove(grant.id);
  },
};

/** True for a grant that an AWS service asks for on behalf of its caller. */
function isForAwsResource({ context }: Request): ConditionKeys {
  return { 'kms:GrantIsForAWSResource': String('kms:ViaService' in context) };
}

function constraintConditions(constraints: Grant['constraints'] = {}): ConditionKeys {
  const [type] = Object.keys(constraints);
  const conditions: ConditionKeys = type ? { 'kms:GrantConstraintType': type } : {};
  const context = { ...constraints.EncryptionContextEquals, ...constraints.EncryptionContextSubset };
  for (const [name, value] of Object.entries(context)) conditions[`kms:EncryptionContext:${name}`] = value;
  return conditions;
}

function entryOf(grant: Grant): Json {
  return {
    KeyId: grant.keyArn,
    GrantId: grant.id,
    Name: grant.name ?? '',
    CreationDate: epoch(grant.created),
    GranteePrincipal: grant.granteePrincipal,
    ...(grant.retiringPrincipal && { RetiringPrincipal: grant.retiringPrincipal }),
    IssuingAccount: grant.issuingAccount,
    Operations: grant.operations,
    ...(grant.constraints && { Constraints: grant.constraints }),
  };
}
