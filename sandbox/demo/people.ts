import { principalsOf, type RenderedPolicy } from './rendered-policy';
import { executionRoleArn } from '../cloudformation/cloud';
import type { Sandbox } from '../sandbox';

/** Somebody who works with the deployed app. */
export interface Person {
  /** What they are for the app, such as `consumer`. */
  readonly part: string;
  readonly principal: string;
  /** What their session has beside that. */
  readonly context?: Readonly<Record<string, string>>;
}

/** The statements of the key policy that admit a part: who is in all of them has it. */
const PARTS: readonly (readonly [string, ...string[]])[] = [
  ['consumer', 'ProducersThroughSqs', 'ReadersThroughDynamoDb'],
  ['sender', 'ProducersThroughSqs'],
  ['reader', 'ReadersThroughDynamoDb'],
  ['redriver', 'RedriversThroughSqs'],
  ['administrator', 'AdminsManage'],
  ['custodian', 'CustodiansImport'],
  ['destroyer', 'DestroyersStop'],
  ['auditor', 'AuditorsRead'],
];
const NO_TRUST = { Version: '2012-10-17', Statement: [] };
const LIST_ALIASES = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'kms:ListAliases', Resource: '*' }],
};
const SECOND_FACTOR = { 'aws:MultiFactorAuthPresent': 'true' };

/** The roles that the key policy of an app names, each with its part, and the deployer. */
export function peopleOf(policy: RenderedPolicy, { account, region }: Sandbox): Person[] {
  const people = PARTS.flatMap(([part, first, ...others]) =>
    principalsOf(policy, first)
      .filter(principal => others.every(sid => principalsOf(policy, sid).includes(principal)))
      .map(principal => ({ part, principal, ...(part === 'destroyer' && { context: SECOND_FACTOR }) })),
  );
  const consumers = people.filter(({ part }) => part === 'consumer').map(({ principal }) => principal);
  const isMore = ({ part, principal }: Person): boolean =>
    !['sender', 'reader'].includes(part) || !consumers.includes(principal);
  return [...people.filter(isMore), { part: 'deployer', principal: executionRoleArn(account, region) }];
}

/**
 * Makes the roles that do not exist yet. They have no right but what the policies of the resources give them, and that
 * to list aliases, which no key policy can give.
 */
export function addPeople(people: readonly Person[], { account, roles }: Sandbox): void {
  const prefix = `arn:aws:iam::${account}:role/`;
  for (const { principal } of people.filter(person => person.principal.startsWith(prefix))) {
    const role = roles.get(principal) ?? roles.add(principal.slice(prefix.length), NO_TRUST);
    role.policies.set('ListAliases', LIST_ALIASES);
  }
}

/** The line by which a terminal signs as somebody. */
export function renderExport(sandbox: Sandbox, { part, principal, context }: Person): string {
  const { region, credentials } = sandbox.clientOf(principal, context);
  const { accessKeyId, secretAccessKey } = credentials;
  const key = `AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`;
  return `export ${key} AWS_DEFAULT_REGION=${region} # ${part}: ${principal}`;
}
