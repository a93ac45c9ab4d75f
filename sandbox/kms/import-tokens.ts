import { type KeyObject, randomBytes } from 'node:crypto';
import { KmsError } from './kms-error';
import { type KmsKey } from './kms-key';

export const IMPORT_TOKEN_HOURS = 24;

export interface ImportToken {
  readonly keyArn: string;
  readonly privateKey: KeyObject;
  readonly oaepHash: 'sha1' | 'sha256';
  readonly validTo: Date;
}

/** The import tokens handed out, each with the private half of its wrapping key. */
export class ImportTokens {
  private readonly tokens = new Map<string, ImportToken>();

  public issue(token: ImportToken): string {
    const blob = randomBytes(512).toString('base64');
    this.tokens.set(blob, token);
    return blob;
  }

  public redeem(blob: string, key: KmsKey, now: Date): ImportToken {
    const token = this.tokens.get(Buffer.from(blob, 'base64').toString('base64'));
    if (!token || token.keyArn !== key.arn) {
      throw new KmsError('InvalidImportTokenException', 'The import token is invalid or belongs to another key.');
    }
    if (token.validTo <= now) throw new KmsError('ExpiredImportTokenException', 'The import token has expired.');
    return token;
  }
}
