import { Duration, Lazy, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, CUSTOM_RESOURCE_RULES, LOG_GROUP_RULES, managerPolicyRules } from './acknowledgments';
import { addBundledFunction } from './bundled-function';
import { lambdaFor } from './principals';
import { renderManagerStatements } from '../../key-policy/identity/manager-identity';
import { MANAGED_POLICY_CHARACTERS } from '../checks/limits';
import { isOfManager, OF_MANAGER } from '../seal/accepted-deviations';
import { late } from '../seal/late';
import { expectPolicy } from '../seal/own-statements';
import { ResourceSeal } from '../seal/seal';
import type { Settings } from '../settings';

const DESCRIPTION = 'Deploys and removes the policies of the keys of encrypted queues and tables';

/**
 * The function that deploys and removes key policies for all constructs of a stack, with its role.
 *
 * It knows its stack by id, and puts nothing but what CloudFormation says of that stack.
 */
export class KeyPolicyManager extends Construct {
  /** The manager of the stack of a construct. */
  public static of(scope: Construct, settings: Settings): KeyPolicyManager {
    const stack = Stack.of(scope);
    const existing = stack.node.tryFindChild(settings.names.policyManagerId) as KeyPolicyManager | undefined;
    return existing ?? new KeyPolicyManager(stack, settings);
  }

  public readonly function: lambda.Function;
  /** Everything that the role may do: a key policy is deployed after it. */
  public readonly policy: iam.ManagedPolicy;
  /** The statement that names the keys, and what it is expected to be in the end. */
  private readonly onKeys: readonly iam.PolicyStatement[];
  private readonly keyArns = new Set<string>();
  private readonly seal: ResourceSeal;
  private isStrict = false;
  private retention = 0;

  private constructor(stack: Stack, settings: Settings) {
    super(stack, settings.names.policyManagerId);
    this.seal = new ResourceSeal(this, OF_MANAGER);
    const { names } = settings;
    const role = new iam.Role(this, 'Role', {
      roleName: names.policyManagerRoleName,
      path: names.rolePath,
      description: DESCRIPTION,
      assumedBy: lambdaFor(names.policyManagerFunctionArn, names.account, false),
    });
    const trust = () => trustPolicy(lambdaFor(names.policyManagerFunctionArn, names.account, this.isStrict));
    (role.node.defaultChild as iam.CfnRole).assumeRolePolicyDocument = late(Lazy.any({ produce: trust }));

    const logGroup = this.addLogGroup();
    const statements = () =>
      renderManagerStatements({
        functionArn: names.policyManagerFunctionArn,
        keyArns: [settings.keyArn],
        logGroupArn: logGroup.logGroupArn,
        stackId: stack.stackId,
      }).map(statement => iam.PolicyStatement.fromJson(statement));
    const [own, expected] = [statements(), statements()];
    this.onKeys = [own[0]!, expected[0]!];
    this.policy = new iam.ManagedPolicy(this, 'Policy', { description: DESCRIPTION, roles: [role], statements: own });
    expectPolicy(this.policy.document, new iam.PolicyDocument({ statements: expected }));
    acknowledge(this.policy, managerPolicyRules());

    this.function = addBundledFunction(this, 'Function', {
      functionName: names.policyManagerFunctionName,
      description: DESCRIPTION,
      bundle: 'key-policy-manager/key-policy-manager.lambda',
      role,
      timeout: Duration.minutes(4),
      memorySize: Size.mebibytes(512), // the linter runs between a read and its put
      environment: { STACK_ID: stack.stackId },
      logGroup,
    });
    acknowledge(this.function, CUSTOM_RESOURCE_RULES);
    this.function.node.addDependency(this.policy); // Lambda refuses to trace for a role that may not
    this.node.addValidation({ validate: () => this.problems() });
    this.seal.close();
  }

  /** Makes the manager responsible for one more construct. */
  public serve({ acceptedDeviations, keyArn, logRetention, strictConditions }: Settings): void {
    const isNew = this.keyArns.size > 0 && !this.keyArns.has(keyArn);
    if (isNew) this.onKeys.forEach(statement => statement.addResources(keyArn));
    this.keyArns.add(keyArn);
    this.isStrict ||= strictConditions;
    this.retention = Math.max(this.retention, logRetention);
    this.seal.accept(acceptedDeviations.filter(isOfManager));
  }

  /**
   * The log holds the policies that deployments replaced, which are nowhere else. So it stays when the stack is
   * deleted, and has no fixed name, which a later stack would collide with.
   */
  private addLogGroup(): logs.LogGroup {
    const logGroup = new logs.LogGroup(this, 'Log', { removalPolicy: RemovalPolicy.RETAIN });
    const days = () => (this.retention === logs.RetentionDays.INFINITE ? undefined : this.retention);
    (logGroup.node.defaultChild as logs.CfnLogGroup).addPropertyOverride(
      'RetentionInDays',
      late(Lazy.number({ produce: days })),
    );
    acknowledge(logGroup, LOG_GROUP_RULES);
    return logGroup;
  }

  private problems(): string[] {
    const size = JSON.stringify(Stack.of(this).resolve(this.policy.document)).length;
    return size <= MANAGED_POLICY_CHARACTERS
      ? []
      : [
          `one stack must use fewer keys, got ${this.keyArns.size}: the identity policy of its key policy manager takes ${size} of at most ${MANAGED_POLICY_CHARACTERS} characters; spread the constructs over several stacks`,
        ];
  }
}

function trustPolicy(principal: iam.ServicePrincipal): iam.PolicyDocument {
  return new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [principal] })],
  });
}
