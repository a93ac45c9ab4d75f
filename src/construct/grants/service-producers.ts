import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { findRefusedRules } from './event-rules';
import type { Granted } from './granted';
import { parseArn } from '../../arn';
import { checkService } from '../checks/arn-checks';
import { got } from '../checks/got';
import { PropsError } from '../checks/props-error';
import { topLevelStackOf } from '../names/literal-elsewhere';
import { targetOf } from '../names/role-arn';
import { literalSourceArn } from '../names/source-arn';
import { spelledOut } from '../names/spelled-out';
import { addOwnStatement } from '../seal/own-statements';

/** EventBridge does not tell KMS which rule it sends for. */
const EVENTS = 'events.amazonaws.com';

/** The services that send to the queue as themselves, each for one topic, bucket or rule. */
export class ServiceProducers {
  /** The rules that the queue lets in, each as a part of the app or by its ARN. */
  private readonly rules = new Set<IConstruct | string>();
  private mustCheckRules = false;

  public constructor(
    private readonly scope: Construct,
    private readonly account: string,
    private readonly granted: Granted,
    private readonly queue: sqs.Queue,
  ) {
    scope.node.addValidation({ validate: () => (this.mustCheckRules ? findRefusedRules(queue, this.rules) : []) });
  }

  /** Lets a service send for one source: the queue names the source, and the key does where the service tells it. */
  public allow(service: string, givenArn: string): iam.AddToResourcePolicyResult {
    const sourceArn = this.requireSource(service, givenArn);
    if (service === EVENTS) this.rules.add(targetOf(givenArn) ?? sourceArn);
    this.allowOnKey(service, sourceArn);
    return addOwnStatement(
      this.queue,
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal(service)],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: {
          ArnEquals: { 'aws:SourceArn': sourceArn },
          StringEquals: { 'aws:SourceAccount': this.account },
        },
      }),
    );
  }

  /** What an integration of CDK asks of the queue: the right of a service to send. */
  public grantSend(grantee: iam.IGrantable, token: string): iam.Grant {
    const service = spelledOut(this.scope, token) ?? token;
    const addToResourcePolicy = () => {
      const sourceArn = sourceOf(grantee.grantPrincipal.policyFragment.conditions);
      if (sourceArn !== undefined) return this.allow(service, sourceArn);
      if (service !== EVENTS) {
        throw new PropsError(this.scope, [
          `'grantee' must name its source, as in ArnEquals aws:SourceArn, got ${service} for anybody`,
        ]);
      }
      this.mustCheckRules = true; // the target does not say for which rule it asks
      return { statementAdded: true, policyDependable: this.scope };
    };
    const actions = ['sqs:SendMessage'];
    const resource = { addToResourcePolicy, node: this.scope.node, stack: this.queue.stack, env: this.queue.env };
    return iam.Grant.addToPrincipalOrResource({ grantee, actions, resourceArns: [this.queue.queueArn], resource });
  }

  /** What an integration of CDK asks of the key: the use of the key by a service. */
  public useKey(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    const services = statement.principals.map(({ policyFragment }) =>
      [policyFragment.principalJson.Service ?? []].flat(),
    );
    const sourceArn = sourceOf(statement.conditions);
    if (services.some(found => found.length === 0)) {
      throw new PropsError(this.scope, [
        "'key.addToResourcePolicy' must not be called: use 'additionalKeyPolicyStatements', which the key policy is rendered from",
      ]);
    }
    for (const service of services.flat().map(token => spelledOut(this.scope, token) ?? token)) {
      // the destination of S3 asks the queue first, with the bucket, and then the key, without
      const isKnown = service === 's3.amazonaws.com' && this.granted.services.some(known => known.service === service);
      if (!isKnown) this.allowOnKey(service, sourceArn && this.requireSource(service, sourceArn));
    }
    return { statementAdded: true, policyDependable: this.scope };
  }

  private allowOnKey(service: string, sourceArn: string | undefined): void {
    const tells = service !== EVENTS && sourceArn !== undefined;
    this.granted.addService(tells ? { service, sourceArn, sourceAccount: this.account } : { service });
  }

  private requireSource(service: string, givenArn: string): string {
    const problems = checkService(service, givenArn);
    if (problems.length > 0) throw new PropsError(this.scope, problems);
    const target = targetOf(givenArn);
    const literal = target ? literalSourceArn(target) : (spelledOut(this.scope, givenArn) ?? givenArn);
    const account = parseArn(literal)?.account;
    if (account && account !== this.account) {
      throw new PropsError(this.scope, [
        `'sourceArn' must be a resource of account ${this.account}, which the policies name as its owner, got ${got(literal)}`,
      ]);
    }
    if (literal === undefined && target && !(target instanceof CfnTopic) && !isTogether(target, this.scope)) {
      throw new PropsError(this.scope, [
        `'sourceArn' must be known at synth where its stack is another one, got a Token of ${target.node.path}: give the resource a name, or move it into the stack of the queue`,
      ]);
    }
    return literal ?? givenArn;
  }
}

/** The services of a principal; none if it is no service. */
export function producerOf(grantee: iam.IGrantable): string | undefined {
  const principal = grantee.grantPrincipal;
  if (principal instanceof iam.UnknownPrincipal || principal instanceof iam.CompositePrincipal) return undefined;
  return [principal.policyFragment.principalJson.Service ?? []].flat()[0];
}

function sourceOf(conditions: Record<string, any>): string | undefined {
  const sources = ['ArnEquals', 'ArnLike', 'StringEquals'].flatMap(
    operator => conditions[operator]?.['aws:SourceArn'] ?? [],
  );
  return sources.length === 1 ? sources[0] : undefined;
}

function isTogether(one: IConstruct, other: IConstruct): boolean {
  return topLevelStackOf(one) === topLevelStackOf(other);
}
