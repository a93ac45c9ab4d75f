import { type Attacker } from './attack';
import { ACCOUNT, role } from '../support/key-policy-facts';

const inRole = (name: string, roleName: string): Attacker => ({ name, principal: () => role(roleName) });
const MFA = { 'aws:MultiFactorAuthPresent': 'true' };
const OTHER_FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:another`;

export const STRANGER = inRole('a stranger', 'Developer');
export const OUTSIDER: Attacker = {
  name: 'an outsider',
  principal: () => 'arn:aws:iam::444455556666:role/Outsider',
};
export const ADMIN: Attacker = { name: 'an administrator of the key', principal: ({ adminRoleArn }) => adminRoleArn };
export const CUSTODIAN = inRole('a custodian', 'KeyCustodian');
export const DESTROYER = inRole('a destroyer without a second factor', 'KeyDestroyer');
export const DESTROYER_WITH_MFA: Attacker = {
  ...inRole('a destroyer with a second factor', 'KeyDestroyer'),
  context: () => MFA,
};
export const CONSUMER = inRole('a consumer', 'OrdersApp');
export const PRODUCER = inRole('a producer', 'Shop');
export const READER = inRole('a reader', 'Reports');
export const REDRIVER = inRole('a redriver', 'OrdersOnCall');
export const RESTORER = inRole('a restorer', 'Restorer');
export const BACKUP = inRole('a backup role', 'Backup');
export const EXPORTER = inRole('an exporter', 'Exporter');
export const DEPLOYER: Attacker = {
  name: 'a deployer',
  principal: ({ names }) => role(`cdk-hnb659fds-cfn-exec-role-${names.account}-${names.region}`),
};
export const ROOT: Attacker = { name: 'the root user', principal: ({ names }) => names.rootArn };

export const WRITER_ELSEWHERE: Attacker = {
  name: "another function, as the writer's role",
  principal: ({ names }) => names.writerRoleArn,
  context: () => ({ 'lambda:SourceFunctionArn': OTHER_FUNCTION }),
  attached: ({ writerRole }) => [writerRole],
};
export const WRITER: Attacker = {
  name: 'the writer, with other code',
  principal: ({ names }) => names.writerRoleArn,
  context: ({ names }) => ({ 'lambda:SourceFunctionArn': names.functionArn }),
  attached: ({ writerRole }) => [writerRole],
};
export const MANAGER_ELSEWHERE: Attacker = {
  name: "another function, as the key policy manager's role",
  principal: ({ names }) => names.policyManagerRoleArn,
  context: () => ({ 'lambda:SourceFunctionArn': OTHER_FUNCTION }),
  attached: ({ managerRole }) => managerRole && [managerRole],
};
export const MANAGER_NOWHERE: Attacker = {
  ...MANAGER_ELSEWHERE,
  name: "somebody in no function, as the key policy manager's role",
  context: () => ({}),
};

export const TOPIC: Attacker = {
  name: "SNS, for another account's topic",
  principal: () => 'sns.amazonaws.com',
  context: () => ({
    'aws:SourceArn': 'arn:aws:sns:eu-west-1:444455556666:theirs',
    'aws:SourceAccount': '444455556666',
    'aws:PrincipalIsAWSService': 'true',
  }),
};
