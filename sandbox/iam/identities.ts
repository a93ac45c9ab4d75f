import { createHash } from 'node:crypto';

/** What a signed request says of its caller. */
export interface Identity {
  readonly principal: string;
  /** Condition keys that travel with the credentials, such as `lambda:SourceFunctionArn`. */
  readonly context: Readonly<Record<string, string>>;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * Who is behind an access key: each identity of the sandbox gets its own, and a request is known by the key id in its
 * signature.
 */
export class Identities {
  private readonly byAccessKeyId = new Map<string, Identity>();

  /** @param fallback who is behind a key id nobody issued, such as the developer's own `test` */
  public constructor(private readonly fallback: Identity) {}

  public credentialsOf(principal: string, context: Identity['context'] = {}): Credentials {
    const digest = createHash('sha256')
      .update(JSON.stringify([principal, context]))
      .digest('hex')
      .toUpperCase();
    const accessKeyId = `AKIA${digest.slice(0, 16)}`;
    this.byAccessKeyId.set(accessKeyId, { principal, context });
    return { accessKeyId, secretAccessKey: 'sandbox' };
  }

  /** Reads the caller and the Region from the header of a request signed with Signature Version 4. */
  public callerOf(authorization: string | undefined): Identity & { readonly region?: string } {
    const [, accessKeyId, , region] = /Credential=([^/]+)\/([^/]+)\/([^/]+)\//.exec(authorization ?? '') ?? [];
    return { ...(this.byAccessKeyId.get(accessKeyId ?? '') ?? this.fallback), region };
  }
}
