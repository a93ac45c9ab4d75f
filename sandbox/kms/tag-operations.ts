import { type Tag } from './kms-key';
import { type Operations } from './operation';

/** Tags of a key. */
export const tagOperations: Operations = {
  TagResource: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:TagResource', key);
    key.requireState('Enabled', 'Disabled', 'PendingImport');
    for (const { TagKey, TagValue } of request.input.Tags as Tag[]) key.tags.set(TagKey, TagValue);
  },

  UntagResource: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:UntagResource', key);
    key.requireState('Enabled', 'Disabled', 'PendingImport');
    for (const name of request.input.TagKeys as string[]) key.tags.delete(name);
  },

  ListResourceTags: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:ListResourceTags', key);
    return { Tags: [...key.tags].map(([TagKey, TagValue]) => ({ TagKey, TagValue })), Truncated: false };
  },
};
