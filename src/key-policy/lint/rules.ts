import { type Rule } from './rule';
import { actionWildcard } from './rules/action-wildcard';
import { adminCanUse } from './rules/admin-can-use';
import { anotherKey } from './rules/another-key';
import { anotherService } from './rules/another-service';
import { characters } from './rules/characters';
import { conditionNeverMet } from './rules/condition-never-met';
import { conditionWildcard } from './rules/condition-wildcard';
import { contextOnDescribe } from './rules/context-on-describe';
import { contextSetOperator } from './rules/context-set-operator';
import { contextWithoutService } from './rules/context-without-service';
import { crossAccountAdministration } from './rules/cross-account-administration';
import { deletionWithoutMfa } from './rules/deletion-without-mfa';
import { denyWithoutService } from './rules/deny-without-service';
import { duplicateSid } from './rules/duplicate-sid';
import { everyoneAdministers } from './rules/everyone-administers';
import { everyoneInAccount } from './rules/everyone-in-account';
import { federatedPrincipal } from './rules/federated-principal';
import { foreignAccount } from './rules/foreign-account';
import { grantRevocation } from './rules/grant-revocation';
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
import { replication } from './rules/replication';
import { rootDelegation } from './rules/root-delegation';
import { rotationWithoutMfa } from './rules/rotation-without-mfa';
import { serviceWithoutSource } from './rules/service-without-source';
import { size } from './rules/size';
import { unboundGrant } from './rules/unbound-grant';
import { unknownAction } from './rules/unknown-action';
import { unknownOperator } from './rules/unknown-operator';
import { weakWrapping } from './rules/weak-wrapping';

/** Every rule, the gravest first. */
export const RULES: readonly Rule[] = [
  principalEveryone,
  everyoneAdministers,
  federatedPrincipal,
  noAdministrator,
  adminCanUse,
  unboundGrant,
  materialDeletion,
  noViaService,
  crossAccountAdministration,
  denyWithoutService,
  conditionNeverMet,
  contextSetOperator,
  unknownOperator,
  ineffectiveStatement,
  anotherKey,
  characters,
  size,
  rootDelegation,
  foreignAccount,
  everyoneInAccount,
  lockoutCheckBypass,
  grantRevocation,
  replication,
  noEncryptionContext,
  contextWithoutService,
  anotherService,
  deletionWithoutMfa,
  importCanExpire,
  rotationWithoutMfa,
  nobodyImports,
  weakWrapping,
  serviceWithoutSource,
  actionWildcard,
  conditionWildcard,
  unknownAction,
  contextOnDescribe,
  orphanedPrincipal,
  duplicateSid,
];
