import { ACCOUNT, addOrders, ADMIN, CONSUMER } from '../../support/orders';

const PATH = '[OrdersStack/Orders]';

describe('fails on', () => {
  test.each<[string, object, string]>([
    ['no administrator', { adminRoleArns: [] }, "'adminRoleArns' must name at least one role, got []"],
    [
      'missing administrators',
      { adminRoleArns: undefined },
      "'adminRoleArns' must name at least one role, got undefined",
    ],
    ['a role that is no list', { adminRoleArns: ADMIN }, `'adminRoleArns' must be a list of role ARNs, got "${ADMIN}"`],
    ['no consumer', { consumerRoleArns: [] }, "'consumerRoleArns' must name at least one role, got []"],
    [
      'missing consumers',
      { consumerRoleArns: undefined },
      "'consumerRoleArns' must name at least one role, got undefined",
    ],
    ['any role', { consumerRoleArns: ['*'] }, '\'consumerRoleArns[0]\' must name one role, without wildcards, got "*"'],
    [
      'any role of an account',
      { adminRoleArns: [`arn:aws:iam::${ACCOUNT}:role/*`] },
      `'adminRoleArns[0]' must name one role, without wildcards, got "arn:aws:iam::${ACCOUNT}:role/*"`,
    ],
    [
      'a user',
      { consumerRoleArns: [`arn:aws:iam::${ACCOUNT}:user/me`] },
      `'consumerRoleArns[0]' must be the ARN of an IAM role, such as arn:aws:iam::ACCOUNT:role/NAME, got "arn:aws:iam::${ACCOUNT}:user/me"`,
    ],
    [
      'an account',
      { adminRoleArns: [ACCOUNT] },
      `'adminRoleArns[0]' must be the ARN of an IAM role, such as arn:aws:iam::ACCOUNT:role/NAME, got "${ACCOUNT}"`,
    ],
    [
      'an empty ARN',
      { adminRoleArns: [''] },
      '\'adminRoleArns[0]\' must be the ARN of an IAM role, such as arn:aws:iam::ACCOUNT:role/NAME, got ""',
    ],
    [
      'a session',
      { adminRoleArns: [`arn:aws:sts::${ACCOUNT}:assumed-role/KeyAdmin/ann`] },
      `'adminRoleArns[0]' must be a role, not a session of one: use ${ADMIN}, got "arn:aws:sts::${ACCOUNT}:assumed-role/KeyAdmin/ann"`,
    ],
    [
      'a role twice',
      { consumerRoleArns: [CONSUMER, CONSUMER] },
      `'consumerRoleArns' must name each role once, got "${CONSUMER}" twice`,
    ],
    [
      'an administrator of another account',
      { adminRoleArns: ['arn:aws:iam::444455556666:role/KeyAdmin'] },
      `'adminRoleArns[0]' must be a role of account ${ACCOUNT}: KMS ignores key administration from another account, got "arn:aws:iam::444455556666:role/KeyAdmin"`,
    ],
    [
      'a table creator of another account',
      { tableCreatorRoleArns: ['arn:aws:iam::444455556666:role/Cfn'] },
      `'tableCreatorRoleArns[0]' must be a role of account ${ACCOUNT}: KMS ignores key administration from another account, got "arn:aws:iam::444455556666:role/Cfn"`,
    ],
  ])('%s', (_, props, problem) => {
    expect(() => addOrders(props)).toThrow(new Error(`${problem} ${PATH}`));
  });
});
