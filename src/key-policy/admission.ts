import { principals } from './evaluation/reading';
import { accountOf } from './evaluation/request';
import { ADMISSION, MANAGER } from './ownership';
import { LOCKOUT_CHECK_ON, renderCondition } from './render/conditions';
import { type PolicyDocument, type Statement } from './statement';

/**
 * Lets the key policy manager of a construct into a key that leaves nothing to IAM. The role need not exist yet: the
 * statement names the account, and pins the caller to the role's ARN.
 *
 * The first deployment replaces it by the statement that names the role.
 *
 * @param rendered the key policy that the construct renders
 * @returns nothing where the deployment puts no policy
 */
export function renderAdmission({ Statement: statements }: PolicyDocument): Statement | undefined {
  const manager = [statements].flat().find(({ Sid }) => Sid?.endsWith(` ${MANAGER}`));
  const [roleArn] = manager ? principals(manager) : [];
  return roleArn === undefined ? undefined : renderAdmissionOf(manager!, roleArn);
}

function renderAdmissionOf({ Sid, Action }: Statement, roleArn: string): Statement {
  const [, partition] = roleArn.split(':');
  return {
    Sid: `${Sid!.slice(0, -MANAGER.length)}${ADMISSION}`,
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${accountOf(roleArn)}:root` },
    Action,
    Resource: '*',
    Condition: renderCondition({ ArnEquals: { 'aws:PrincipalArn': roleArn } }, LOCKOUT_CHECK_ON),
  };
}
