/** The parts of an ARN, as the text names them. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** An id of a KMS key: a UUID, or `mrk-` and 32 hexadecimal digits for a multi-Region key. */
const KEY_ID = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const ROLE = /^role\/([\x21-\x7e]+\/)?[\w+=,.@-]{1,64}$/;

/**
 * Takes an ARN apart.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function parseArn(text: string | undefined): Arn | undefined {
  const [, partition = '', service = '', region = '', account = '', resource = ''] =
    /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12})?:(\S+)$/.exec(text ?? '') ?? [];
  return resource === '' ? undefined : { partition, service, region, account, resource };
}

/** Whether a text is the id of a KMS key. */
export function isKeyId(text: string): boolean {
  return KEY_ID.test(text);
}

/** Takes the ARN of a KMS key apart; not that of an alias, and of no other resource. */
export function parseKeyArn(text: string | undefined): (Arn & { readonly keyId: string }) | undefined {
  const arn = parseArn(text);
  const keyId = /^key\/(.+)$/.exec(arn?.resource ?? '')?.[1] ?? '';
  return arn?.service === 'kms' && arn.region && arn.account && KEY_ID.test(keyId) ? { ...arn, keyId } : undefined;
}

/** Every ARN of a KMS key in a text, such as a template. */
export function findKeyArns(text: string): readonly string[] {
  return [...text.matchAll(/arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+/g)].map(([arn]) => arn).filter(parseKeyArn);
}

/** Takes the ARN of an IAM role apart, with its path in the resource. */
export function parseRoleArn(text: string | undefined): Arn | undefined {
  const arn = parseArn(text);
  return arn?.service === 'iam' && !arn.region && arn.account && ROLE.test(arn.resource) ? arn : undefined;
}
