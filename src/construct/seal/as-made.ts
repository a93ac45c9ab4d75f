import {
  type CfnResource,
  DefaultTokenResolver,
  Fn,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  Stack,
  Tokenization,
} from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { isLate } from './late';
import { expectedPolicy } from './own-statements';
import type { Declaration } from '../final/declaration';
import { declare } from '../final/final-app';

/**
 * Remembers how a resource looks now, whatever becomes of the objects it is made from.
 *
 * What only the end of synthesis can know stays open: references to other resources, policies that the construct adds
 * to, and values that it computes late.
 *
 * @returns how the resource has to look at the end
 */
export function asMade(resource: CfnResource): () => Declaration {
  const resolver = new AsMadeResolver();
  const made = Tokenization.resolve(declare(resource), { scope: resource, resolver, preparing: false });
  return () => resolver.settle(made, Stack.of(resource)) as Declaration;
}

/** Leaves open what is resolved later: it stands by its number in what looks like an intrinsic function to CDK. */
class AsMadeResolver extends DefaultTokenResolver {
  private readonly opened: unknown[] = [];

  public constructor() {
    super({ join: (left: unknown, right: unknown) => this.join(left, right) });
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token) || isLate(token)) return this.open(token);
    if (token instanceof PolicyDocument) return this.open(expectedPolicy(token));
    return super.resolveToken(token, context, postProcessor);
  }

  public settle(value: unknown, stack: Stack): unknown {
    if (isOpen(value)) return stack.resolve(this.opened[value[OPEN]]);
    if (Array.isArray(value)) return value.map(inner => this.settle(inner, stack));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.settle(inner, stack)]));
  }

  private open(value: unknown): Open {
    return { [OPEN]: this.opened.push(value) - 1 };
  }

  private join(left: unknown, right: unknown): unknown {
    const parts = [left, right].filter(part => part !== undefined);
    if (parts.every(part => typeof part === 'string')) return parts.join('');
    return this.open(Fn.join('', parts.map(part => (isOpen(part) ? this.opened[part[OPEN]] : part)) as string[]));
  }
}

const OPEN = 'Fn::Open';
type Open = Readonly<Record<typeof OPEN, number>>;
const isOpen = (value: unknown): value is Open => typeof value === 'object' && value !== null && OPEN in value;
