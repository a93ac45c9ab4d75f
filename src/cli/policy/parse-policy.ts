import type { PolicyDocument } from '../../key-policy/statement';
import { CliError } from '../cli-error';

/** Reads a policy document, and says where it is not one. */
export function parsePolicy(json: string, where: string): PolicyDocument {
  const document = parse(json, where) as Partial<PolicyDocument> | null;
  if (typeof document !== 'object' || document?.Statement === undefined) {
    throw new CliError(`${where} is no policy document: it has no Statement`);
  }
  const unknown = findIntrinsic(document);
  if (unknown) {
    throw new CliError(
      `${where} names what only the deployment knows: ${JSON.stringify(unknown)}`,
      'name that role in a prop such as producerRoleArns, or read the policy from the key once it is deployed',
    );
  }
  return document as PolicyDocument;
}

function parse(json: string, where: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new CliError(`${where} is no JSON`);
  }
}

/** What CloudFormation has yet to fill in, as where a grant names a role of the same app. */
function findIntrinsic(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const names = Object.keys(value);
  if (names.length === 1 && /^(Ref|Fn::.*)$/.test(names[0]!)) return value;
  return Object.values(value).map(findIntrinsic).find(Boolean);
}
