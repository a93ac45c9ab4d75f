import { Token } from 'aws-cdk-lib';

/** What SSM's `valueFromLookup` and its like answer until the CDK CLI has looked the value up. */
const DUMMY = /dummy-value-for-/;

/** Whether a text is known at synth. What only the deployment or a later synth knows, no check can look at. */
export function isKnown(text: string): boolean {
  return !Token.isUnresolved(text) && !DUMMY.test(text);
}
