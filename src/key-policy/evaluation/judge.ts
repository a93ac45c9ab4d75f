import { checkCondition, type Need, type Truth } from './condition';
import { type Facts, readFacts } from './facts';
import { coversAction, coversResource, type Naming, names } from './match';
import { type Request } from './request';
import { type PolicyDocument, type Statement } from '../statement';

/** The policies that decide a call. */
export interface Policies {
  /** What is attached to the caller. */
  readonly identity: readonly PolicyDocument[];
  /** What is attached to the resource: a key policy, a queue policy. */
  readonly resource?: PolicyDocument;
}

/** A statement, and what it says of one call. */
export interface Judged {
  readonly statement: Statement;
  /** How to name it to a person. */
  readonly title: string;
  /** Whether it is in a policy of the caller or, if not, how it names the caller: only if it is about the call. */
  readonly by: 'identity' | Naming | undefined;
  /** Whether it is about the caller, the action and the resource. */
  readonly about: boolean;
  readonly applies: Truth;
  /** What keeps a statement that is about the call from applying. */
  readonly needs: readonly Need[];
}

/** What an identity policy of an administrator says: where a key policy leaves the decision to IAM, IAM says yes. */
export const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** What each statement says of a call. */
export function judgeAll({ identity, resource }: Policies, request: Request): readonly Judged[] {
  const facts = readFacts(request);
  const judgeDocument = (document: PolicyDocument, by?: 'identity') => {
    const itsFacts = { ...facts, variables: document.Version === '2012-10-17' };
    return statementsOf(document).map((statement, index) => {
      const title = statement.Sid
        ? `'${statement.Sid}'`
        : `statement ${index + 1}${by ? ' of an identity policy' : ''}`;
      return judge(statement, title, by, request, itsFacts);
    });
  };
  return [
    ...identity.flatMap(document => judgeDocument(document, 'identity')),
    ...(resource ? judgeDocument(resource) : []),
  ];
}

function judge(
  statement: Statement,
  title: string,
  by: 'identity' | undefined,
  request: Request,
  facts: Facts,
): Judged {
  const nothing: Judged = { statement, title, by, about: false, applies: 'no', needs: [] };
  if (!coversAction(statement, request.action)) return nothing; // most often, and found in no time
  const named = by ? undefined : names(statement, request);
  if (!by && !named) return nothing;
  const covers = coversResource(statement, request.resource, facts);
  if (covers === 'no') return nothing;
  const { met, needs } = checkCondition(statement, facts);
  const applies = met === 'yes' && (covers === 'open' || named?.truth === 'open') ? 'open' : met;
  return { ...nothing, by: by ?? named?.naming, about: true, applies, needs };
}

function statementsOf(policy: PolicyDocument): readonly Statement[] {
  return [policy.Statement].flat();
}
