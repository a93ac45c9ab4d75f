import { ALLOWED, CALLERS, CALLS, OFF_KEY, ON_KEY, STRICTLY_DENIED, WITH_IDENTITY } from './matrix';
import { evaluate } from '../../src/key-policy/evaluation/evaluate';
import { type Policies } from '../../src/key-policy/evaluation/judge';
import { type Request } from '../../src/key-policy/evaluation/request';
import { renderManagerStatements } from '../../src/key-policy/identity/manager-identity';
import { renderWriterStatements } from '../../src/key-policy/identity/writer-identity';
import { renderKeyPolicy } from '../../src/key-policy/render/render';
import { type PolicyDocument, type Statement } from '../../src/key-policy/statement';
import { simulate } from '../support/iam-simulate';
import {
  ACCOUNT,
  FUNCTION_ARN,
  KEY_ARN,
  keyPolicyFacts,
  LOG_GROUP_ARN,
  role,
  writerIdentityFacts,
} from '../support/key-policy-facts';
import { addOrders, deployedPolicies, templateOf } from '../support/orders';

const document = (statements: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});
const EVERYTHING_IN_KMS = document([{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }]);

const identityOf = (caller: string, strictConditions: boolean): PolicyDocument[] => {
  const { principal } = CALLERS[caller]!;
  if (principal === role('OrdersWriter')) {
    return [document(renderWriterStatements(writerIdentityFacts({ strictConditions })))];
  }
  if (principal === role('OrdersPolicyManager')) {
    return [
      document(
        renderManagerStatements({
          functionArn: `${FUNCTION_ARN}-key-policy`,
          keyArns: [KEY_ARN],
          logGroupArn: `${LOG_GROUP_ARN}-key-policy:*`,
          stackId: `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/OrdersStack/1`,
        }),
      ),
    ];
  }
  return caller === 'user with kms:* in IAM' || caller === 'role of another account' ? [EVERYTHING_IN_KMS] : [];
};

const cases = (strict: boolean) => {
  const keyPolicy = renderKeyPolicy(keyPolicyFacts({ strictConditions: strict }));
  return Object.keys(CALLERS).flatMap(caller => {
    const identity = identityOf(caller, strict);
    return (WITH_IDENTITY.includes(caller) ? [...ON_KEY, ...OFF_KEY] : ON_KEY).map(
      (call): [string, string, string, Request, Policies] => {
        const { action, resource = KEY_ARN, context } = CALLS[call]!;
        const allowed = ALLOWED[caller]!.includes(call) && !(strict && STRICTLY_DENIED[caller]?.includes(call));
        const request = {
          principal: CALLERS[caller]!.principal,
          action,
          resource,
          context: { ...CALLERS[caller]!.context, ...context },
        };
        const policies = { identity, ...(resource === KEY_ARN && { resource: keyPolicy }) };
        return [caller, call, allowed ? 'allowed' : 'denied', request, policies];
      },
    );
  });
};

describe.each([
  ['by default', false],
  ['with strict conditions', true],
])('%s', (_, strict) => {
  test.each(cases(strict))('%s: %s is %s', async (_caller, _call, expected, request, policies) => {
    expect(evaluate(policies, request).verdict).toBe(expected);
    const outcome = await simulate(policies, request);
    expect(outcome === 'Allowed' ? 'allowed' : 'denied').toBe(expected);
  });
});

test('merged into the default policy of a key, whoever has kms:* in IAM is let in by that policy, not by us', () => {
  const delegation: Statement = {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  const merged = document([delegation, ...renderKeyPolicy(keyPolicyFacts()).Statement]);
  const { verdict, reason } = evaluate(
    { identity: [EVERYTHING_IN_KMS], resource: merged },
    {
      principal: CALLERS['user with kms:* in IAM']!.principal,
      action: 'kms:Decrypt',
      resource: KEY_ARN,
      context: {},
    },
  );
  expect([verdict, reason]).toEqual([
    'allowed',
    "allowed by 'Enable IAM User Permissions' and statement 1 of an identity policy",
  ]);
});

test('has at least 150 cases, and names no call or caller that is not there', () => {
  expect(cases(false).length).toBeGreaterThanOrEqual(150);
  for (const [caller, calls] of [...Object.entries(ALLOWED), ...Object.entries(STRICTLY_DENIED)]) {
    expect(Object.keys(CALLERS)).toContain(caller);
    expect(Object.keys(CALLS)).toEqual(expect.arrayContaining([...calls]));
  }
});

test('the policies simulated here are those of the synthesised template', () => {
  const orders = addOrders();
  const rendered = orders.keyPolicy.toJson() as PolicyDocument;
  const [deployed] = deployedPolicies(templateOf(orders));
  expect(deployed!.Statements).toEqual(rendered.Statement);
  const kinds = (statements: readonly Statement[]) =>
    statements.map(({ Sid, Action, Condition }) => [Sid!.split(' ').at(-1), Action, Object.keys(Condition ?? {})]);
  const ours = keyPolicyFacts({
    destroyerRoleArns: [],
    auditorRoleArns: [],
    redriverRoleArns: [],
    restoreRoleArns: [],
    backupRoleArns: [],
    serviceProducers: [],
  });
  expect(kinds(rendered.Statement)).toEqual(kinds(renderKeyPolicy(ours).Statement));
});
