import { DefaultStackSynthesizer, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { parseArn } from '../../arn';
import type { RoleGuardFacts } from '../../key-policy/identity/role-guard';
import type { PolicyDocument, Statement } from '../../key-policy/statement';
import type { Settings } from '../settings';

/**
 * What the role guard is about: the functions and roles of the construct, its table, its stack, and whomever the key
 * policy lets in, by props or by grants.
 */
export function roleGuardFacts(scope: Construct, settings: Settings, keyPolicy: PolicyDocument): RoleGuardFacts {
  const { backupRoleArns, exporterRoleArns, keyPolicyManagement, names, restoreRoleArns, tableCreatorRoleArns } =
    settings;
  const manages = keyPolicyManagement.way !== 'render';
  const stack = Stack.of(scope);
  const { stackName } = outermost(stack);
  const arnOf = (service: string, region: string, resource: string): string =>
    `arn:${names.partition}:${service}:${region}:${names.account}:${resource}`;
  const stackArnOf = (name: string): string => arnOf('cloudformation', names.region, `stack/${name}/*`);
  const functionRoleArns = [names.writerRoleArn, ...(manages ? [names.policyManagerRoleArn] : [])];
  return {
    functionRoleArns,
    functionArns: [names.functionArn, ...(manages ? [names.policyManagerFunctionArn] : [])],
    tableArn: names.tableArn,
    stackArns: [stackArnOf(stackName), ...(stack.nested ? [stackArnOf(`${stackName}-*`)] : [])],
    policyArns: arnOf('iam', '', `policy/${stackName}-*`),
    boundaryArn: arnOf('iam', '', `policy/${stackName}-${names.region}-role-guard`),
    deployerRoleArns: tableCreatorRoleArns,
    restoreRoleArns,
    backupRoleArns,
    stackUpdaterRoleArns: [...tableCreatorRoleArns, ...deployRoleArns(stack, names.partition)],
    trustedRoleArns: [
      ...new Set([...tableCreatorRoleArns, ...keyPolicy.Statement.flatMap(rolesOf), ...exporterRoleArns]),
    ].filter(arn => !functionRoleArns.includes(arn) && isOfAccount(arn, names.account)),
  };
}

/** CloudFormation makes up the name of a nested stack: it begins with that of the stack around it. */
function outermost(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : outermost(stack.nestedStackParent);
}

/** The role with which the CDK CLI starts a deployment. */
function deployRoleArns({ synthesizer }: Stack, partition: string): string[] {
  const known = synthesizer instanceof DefaultStackSynthesizer ? synthesizer.deployRoleArn : undefined;
  return known === undefined ? [] : [known.replace('${AWS::Partition}', partition)];
}

/** The roles that a statement names, as principals or in a condition. */
function rolesOf({ Condition, Principal }: Statement): string[] {
  const principals = typeof Principal === 'object' ? [Principal.AWS ?? []].flat() : [];
  const pinned = [Condition?.ArnEquals?.['aws:PrincipalArn'] ?? []].flat() as string[];
  return [...principals, ...pinned];
}

/** A service control policy or a boundary can name a role of another account, but holds in this one alone. */
function isOfAccount(arn: string, account: string): boolean {
  if (Token.isUnresolved(arn)) return true;
  const { account: its, resource = '' } = parseArn(arn) ?? {};
  return its === account && resource.startsWith('role/');
}
