import { printable } from '../printable';
import { type Policy, type LintContext, type Rule } from './rule';
import { type PolicyDocument, type Statement } from '../statement';
import { actionWildcard } from './rules/action-wildcard';
import { adminCanUse } from './rules/admin-can-use';
import { characters } from './rules/characters';
import { conditionNeverMet } from './rules/condition-never-met';
import { conditionWildcard } from './rules/condition-wildcard';
import { contextOnDescribe } from './rules/context-on-describe';
import { contextSetOperator } from './rules/context-set-operator';
import { crossAccountAdministration } from './rules/cross-account-administration';
import { deletionWithoutMfa } from './rules/deletion-without-mfa';
import { denyWithoutService } from './rules/deny-without-service';
import { duplicateSid } from './rules/duplicate-sid';
import { importCanExpire } from './rules/import-can-expire';
import { ineffectiveStatement } from './rules/ineffective-statement';
import { lockoutCheckBypass } from './rules/lockout-check-bypass';
import { materialDeletion } from './rules/material-deletion';
import { noAdministrator } from './rules/no-administrator';
import { noEncryptionContext } from './rules/no-encryption-context';
import { noViaService } from './rules/no-via-service';
import { nobodyImports } from './rules/nobody-imports';
import { orphanedPrincipal } from './rules/orphaned-principal';
import { principalEveryone } from './rules/principal-everyone';
import { rootDelegation } from './rules/root-delegation';
import { rotationWithoutMfa } from './rules/rotation-without-mfa';
import { serviceWithoutSource } from './rules/service-without-source';
import { size } from './rules/size';
import { unboundGrant } from './rules/unbound-grant';
import { weakWrapping } from './rules/weak-wrapping';

/** Every rule, the gravest first. */
export const RULES: readonly Rule[] = [
  principalEveryone,
  noAdministrator,
  adminCanUse,
  unboundGrant,
  materialDeletion,
  noViaService,
  crossAccountAdministration,
  denyWithoutService,
  conditionNeverMet,
  contextSetOperator,
  ineffectiveStatement,
  characters,
  size,
  rootDelegation,
  lockoutCheckBypass,
  noEncryptionContext,
  deletionWithoutMfa,
  importCanExpire,
  rotationWithoutMfa,
  nobodyImports,
  weakWrapping,
  serviceWithoutSource,
  actionWildcard,
  conditionWildcard,
  contextOnDescribe,
  orphanedPrincipal,
  duplicateSid,
];

/** One broken rule in one place, with what to do about it. */
export interface Finding {
  readonly rule: string;
  readonly severity: Rule['severity'];
  /** The Sid of the statement at fault, or its number; nothing where it is the policy as a whole. */
  readonly statement?: string;
  /** What is wrong, in one sentence that names the statement. */
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

/** What is accepted knowingly, and what the document alone does not say. */
export interface LintOptions extends LintContext {
  /** Ids of rules whose findings are intended. */
  readonly accept?: readonly string[];
}

/** Everything that is wrong with a key policy. */
export function lint(document: PolicyDocument, options: LintOptions): readonly Finding[] {
  const policy: Policy = { document, statements: [document.Statement].flat() };
  return RULES.filter(({ id }) => !options.accept?.includes(id)).flatMap(({ id, severity, why, fix, check }) =>
    check(policy, options).map(({ statement, message }): Finding => {
      const title = statement && titleOf(statement, policy);
      return {
        rule: id,
        severity,
        ...(title && { statement: title }),
        message: printable(title ? `'${title}' ${message}` : message),
        why,
        fix,
      };
    }),
  );
}

function titleOf(statement: Statement, { statements }: Policy): string {
  return statement.Sid ?? `statement ${statements.indexOf(statement) + 1}`;
}
