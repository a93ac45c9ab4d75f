import { checkPolicyDocument } from './check-policy-document';
import { printable } from './printable';
import { type PolicyDocument } from './statement';

/** Thrown where a text is no policy document. */
export class MalformedPolicyError extends Error {
  public readonly name = 'MalformedPolicyError';

  public readonly hint?: string;

  public constructor(message: string, hint?: string) {
    super(printable(message));
    if (hint !== undefined) this.hint = hint;
  }
}

/**
 * Reads the text of a policy document, such as `GetKeyPolicy` answers.
 *
 * @param where names the text in the error, such as `'policy.json'`
 * @throws MalformedPolicyError with every problem and the path to it
 */
export function parsePolicy(text: string, where: string): PolicyDocument {
  const document = parseJson(text, where);
  const problems = checkPolicyDocument(document);
  if (problems.length === 0) return document as PolicyDocument;
  const deployed = findIntrinsic(document);
  if (deployed === undefined) {
    throw new MalformedPolicyError(`${where} is not a policy document: ${summary(problems)}`);
  }
  throw new MalformedPolicyError(
    `${where} names what only the deployment knows: ${JSON.stringify(deployed)}`,
    'name that role in a prop such as producerRoleArns, or read the policy from the key once it is deployed',
  );
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedPolicyError(`${where} is not JSON`);
  }
}

/** The problems in one line: a stranger's file may have thousands. */
function summary(problems: readonly string[]): string {
  const more = problems.length - MOST_PROBLEMS;
  return [...problems.slice(0, MOST_PROBLEMS), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

const MOST_PROBLEMS = 10;
/** Deeper than any element of a policy lies. */
const DEPTH = 8;

/** What CloudFormation has yet to fill in, as where a grant names a role of the same app. */
function findIntrinsic(value: unknown, depth = DEPTH): unknown {
  if (typeof value !== 'object' || value === null || depth === 0) return undefined;
  const names = Object.keys(value);
  if (names.length === 1 && /^(Ref|Fn::.*)$/.test(names[0]!)) return value;
  return Object.values(value)
    .map(inner => findIntrinsic(inner, depth - 1))
    .find(Boolean);
}
