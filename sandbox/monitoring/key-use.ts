import type { Measure } from '../cloudwatch/metric';
import type { AnsweredCall } from '../kms/operation';

/** What a key is for; the other operations manage it. */
const CRYPTOGRAPHIC = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncrypt'];

/**
 * Counts the successful uses of a key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/monitoring-cloudwatch.html
 */
export function measureKeyUse({ action, key, error }: AnsweredCall, measure: Measure): void {
  if (error !== undefined || key === undefined || !CRYPTOGRAPHIC.includes(action)) return;
  const dimensions = { KeyArn: key.arn, Operation: action };
  measure({ namespace: 'AWS/KMS', name: 'SuccessfulRequest', dimensions, values: [1], unit: 'Count' });
}
