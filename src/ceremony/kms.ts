import type { KMSClient } from '@aws-sdk/client-kms';

/** The KMS client that a step works with: anything that sends its commands. */
export type Kms = Pick<KMSClient, 'send'>;
