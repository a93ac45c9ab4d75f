import { unpackPolicy } from './earlier-policy';
import { accountOf } from '../key-policy/evaluation/request';
import { type Wish } from '../key-policy/plan';
import { type Statement } from '../key-policy/statement';

/** The custom resource that looks after a key's policy. CloudFormation hands every value over as text. */
export interface KeyPolicyProperties {
  readonly KeyArn: string;
  readonly Way: 'merge' | 'replace';
  readonly SidPrefix: string;
  readonly Statements: readonly Statement[];
  /** With `replace`: the policy from before, packed. */
  readonly Earlier?: string;
  /** Ids of lint rules whose findings are intended. */
  readonly Accept?: readonly string[];
  /** `true` if a key of another origin than EXTERNAL is to be refused. */
  readonly RequireImportedMaterial?: string;
}

/** The custom resource that keeps the policy from before. */
export interface EarlierKeyPolicyProperties {
  readonly KeyArn: string;
}

/** What the properties ask for. */
export function wishOf({ KeyArn, Way, SidPrefix, Statements, Earlier }: KeyPolicyProperties): Wish {
  return {
    account: accountOf(KeyArn) ?? '',
    way: Way,
    sidPrefix: SidPrefix,
    statements: Statements,
    ...(Earlier && { earlier: unpackPolicy(Earlier) }),
  };
}

/** What CloudFormation knows the resource by: another key or another construct is another resource. */
export function physicalIdOf({ KeyArn, SidPrefix }: Pick<KeyPolicyProperties, 'KeyArn' | 'SidPrefix'>): string {
  return `${KeyArn} ${SidPrefix}`;
}
