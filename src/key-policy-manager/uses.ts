import { type ManagedKey } from './managed-key';
import { renderGrant } from '../key-policy/grants';

/** Whom it may cut off to close a key, as far as KMS says so. */
export async function renderUses(key: Pick<ManagedKey, 'aliases' | 'grants' | 'lastUse'>): Promise<string> {
  return [
    `Aliases of the key: ${await ask('kms:ListAliases', async () => listed(await key.aliases()))}`,
    `grants: ${await ask('kms:ListGrants', async () => listed((await key.grants()).map(renderGrant)))}`,
    `last use: ${await ask('kms:GetKeyLastUsage', async () => (await key.lastUse()) ?? 'not known')}`,
  ].join('; ');
}

/** What KMS answers, or why it does not. */
async function ask(action: string, question: () => Promise<string>): Promise<string> {
  return question().catch(({ name }: Error) =>
    /^AccessDenied/.test(name) ? `not known without ${action}` : `not known (${name})`,
  );
}

function listed(names: readonly string[]): string {
  return names.join(', ') || 'none';
}
