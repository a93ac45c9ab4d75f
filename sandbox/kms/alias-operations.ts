import { KmsError } from './kms-error';
import { epoch, type Operations } from './operation';

/** Names for keys. Creating or moving one needs the permission on the alias and on every key it touches. */
export const aliasOperations: Operations = {
  CreateAlias: async request => {
    const {
      account: { keys, now },
      region,
      input,
    } = request;
    const name = validName(input.AliasName);
    const key = keys.findKey(region, input.TargetKeyId);
    await request.require('kms:CreateAlias', key);
    await request.require('kms:CreateAlias', keys.aliasArn(region, name));
    if (keys.alias(region, name)) {
      throw new KmsError(
        'AlreadyExistsException',
        `An alias with the name ${keys.aliasArn(region, name)} already exists`,
      );
    }
    key.requireState('Enabled', 'Disabled', 'PendingImport');
    keys.putAlias(region, { name, created: now(), updated: now(), key });
  },

  UpdateAlias: async request => {
    const {
      account: { keys, now },
      region,
      input,
    } = request;
    const alias = keys.alias(region, validName(input.AliasName));
    if (!alias) {
      throw new KmsError('NotFoundException', `Alias ${keys.aliasArn(region, input.AliasName)} is not found.`);
    }
    const key = keys.findKey(region, input.TargetKeyId);
    await request.require('kms:UpdateAlias', keys.aliasArn(region, alias.name));
    await request.require('kms:UpdateAlias', alias.key);
    await request.require('kms:UpdateAlias', key);
    key.requireState('Enabled', 'Disabled', 'PendingImport');
    alias.key = key;
    alias.updated = now();
  },

  DeleteAlias: async request => {
    const {
      account: { keys },
      region,
      input,
    } = request;
    const alias = keys.alias(region, input.AliasName);
    if (!alias) {
      throw new KmsError('NotFoundException', `Alias ${keys.aliasArn(region, input.AliasName)} is not found.`);
    }
    await request.require('kms:DeleteAlias', keys.aliasArn(region, alias.name));
    await request.require('kms:DeleteAlias', alias.key);
    keys.deleteAlias(region, alias.name);
  },

  ListAliases: async request => {
    const {
      account: { keys },
      region,
      input,
    } = request;
    await request.require('kms:ListAliases', '*');
    const aliases = keys.aliasesOf(region, input.KeyId && keys.findKey(region, input.KeyId));
    return {
      Aliases: aliases.map(({ name, key, created, updated }) => ({
        AliasName: name,
        AliasArn: keys.aliasArn(region, name),
        TargetKeyId: key.id,
        CreationDate: epoch(created),
        LastUpdatedDate: epoch(updated),
      })),
      Truncated: false,
    };
  },
};

function validName(name: unknown): string {
  if (typeof name !== 'string' || !/^alias\/[a-zA-Z0-9/_-]+$/.test(name)) {
    throw new KmsError('ValidationException', 'Alias must start with the prefix "alias/"');
  }
  if (name.startsWith('alias/aws/')) {
    throw new KmsError('NotAuthorizedException', `Not authorized to use the reserved prefix of ${name}`);
  }
  return name;
}
