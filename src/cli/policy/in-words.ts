import { conditions } from '../../key-policy/evaluation/reading';
import type { Statement } from '../../key-policy/statement';

/** One line of a condition, or of what a call needs. */
interface Line {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement as a sentence: who may or must not call what, and only how. */
export function statementInWords(statement: Statement): string {
  const { Effect, Action, NotAction } = statement;
  const actions = Action === undefined ? `everything but ${list(NotAction)}` : list(Action);
  const only = conditions(statement).map(lineInWords);
  const verb = Effect === 'Allow' ? 'may call' : 'must not call';
  return `${principalInWords(statement)} ${verb} ${actions}${only.length > 0 ? `, ${only.join(', and ')}` : ''}.`;
}

/** A line of a condition in words. */
export function lineInWords({ operator, key, values }: Line): string {
  const what = values.join(' or ');
  const words = WORDS.find(({ test }) => test.test(`${operator} ${key} ${what}`));
  return words ? words.say(what) : `if ${key} ${OPERATORS[operator] ?? `is as ${operator} says:`} ${what}`;
}

const WORDS: ReadonlyArray<{ readonly test: RegExp; readonly say: (what: string) => string }> = [
  { test: /^\w+Equals kms:ViaService /i, say: what => `through ${what}` },
  { test: /^\w+Equals kms:EncryptionContext:aws:sqs:arn /i, say: what => `for queue ${what}` },
  { test: /^\w+Equals kms:EncryptionContext:aws:dynamodb:tableName /i, say: what => `for table ${what}` },
  { test: /^\w+Equals kms:EncryptionContext:aws:dynamodb:subscriberId /i, say: what => `of account ${what}` },
  {
    test: /^(Null kms:BypassPolicyLockoutSafetyCheck true|Bool\w* kms:BypassPolicyLockoutSafetyCheck false)$/i,
    say: () => "with KMS's lockout check on",
  },
  { test: /^Bool aws:MultiFactorAuthPresent true$/i, say: () => 'with a second factor' },
  { test: /^Bool kms:GrantIsForAWSResource true$/i, say: () => 'for an AWS service to hold' },
  { test: /^(Arn|String)(Equals|Like) aws:PrincipalArn /i, say: what => `only as ${what}` },
  { test: /^(Arn|String)(Equals|Like) aws:SourceArn /i, say: what => `for ${what}` },
  { test: /^String(Equals|Like) aws:SourceAccount /i, say: what => `for account ${what}` },
  {
    test: /^StringEquals kms:ExpirationModel KEY_MATERIAL_DOES_NOT_EXPIRE$/i,
    say: () => 'of material that does not expire',
  },
  { test: /^StringEquals kms:ExpirationModel KEY_MATERIAL_EXPIRES$/i, say: () => 'of material that expires' },
  { test: /^IpAddress aws:SourceIp /i, say: what => `from address ${what}` },
  { test: /^DateGreaterThan(Equals)? aws:CurrentTime /i, say: what => `after ${what}` },
  { test: /^DateLessThan(Equals)? aws:CurrentTime /i, say: what => `until ${what}` },
];

const OPERATORS: Readonly<Record<string, string | undefined>> = {
  StringEquals: 'is',
  StringNotEquals: 'is not',
  StringLike: 'is like',
  StringNotLike: 'is not like',
  ArnEquals: 'is',
  ArnLike: 'is like',
  ArnNotEquals: 'is not',
  Bool: 'is',
};

function principalInWords({ Principal, NotPrincipal }: Statement): string {
  if (NotPrincipal !== undefined) return `Everyone but ${namesOf(NotPrincipal)}`;
  return Principal === undefined || Principal === '*' ? 'Everyone' : namesOf(Principal);
}

function namesOf(principal: NonNullable<Statement['Principal']>): string {
  return principal === '*' ? 'everyone' : list(Object.values(principal).flat());
}

function list(texts: string | readonly string[] = []): string {
  return [texts].flat().join(', ');
}
