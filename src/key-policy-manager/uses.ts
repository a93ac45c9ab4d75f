import { type ManagedKey } from './managed-key';
import { renderGrant } from '../key-policy/grants';

/** Whom it may cut off to close a key, as far as KMS says so. */
export async function renderUses(key: Pick<ManagedKey, 'aliases' | 'grants' | 'lastUse'>): Promise<string> {
  const unknown = () => undefined;
  const aliases = await key.aliases().catch(unknown);
  const grants = await key.grants().catch(unknown);
  const lastUse = await key.lastUse().catch(unknown);
  return [
    `Aliases of the key: ${aliases === undefined ? 'not known' : aliases.join(', ') || 'none'}`,
    `grants: ${grants === undefined ? 'not known' : grants.map(renderGrant).join(', ') || 'none'}`,
    `last use: ${lastUse ?? 'not known'}`,
  ].join('; ');
}
