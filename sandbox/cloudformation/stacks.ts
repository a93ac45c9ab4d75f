import { randomUUID } from 'node:crypto';
import { cleanUp, removeAll } from './cleaning';
import type { DeployerCloud } from './clients';
import type { Cloud } from './cloud';
import { bringAbout } from './deployment';
import { Exports } from './exports';
import { resolve, type Scope } from './intrinsics';
import { rollBack, type RollbackOrder } from './rollback';
import { scopeOf } from './scope';
import { Stack, type StackRequest, type Step } from './stack';
import { messageOf } from './timed';

/** The stacks of the account, and all that CloudFormation does with them. */
export class Stacks {
  public readonly exports = new Exports(() => this.live);
  private readonly byId = new Map<string, Stack>();

  public constructor(
    private readonly cloud: Cloud,
    private readonly rollbackOrder: RollbackOrder = 'dependents first',
  ) {}

  /** Those that are not deleted. */
  public get live(): Stack[] {
    return [...this.byId.values()].filter(({ deleted }) => deleted === undefined);
  }

  /** Those that are not deleted, and those that were. */
  public get all(): Stack[] {
    return [...this.byId.values()];
  }

  /** A stack by its name, or by its id even when it is deleted. */
  public find(nameOrId: string): Stack | undefined {
    return this.byId.get(nameOrId) ?? this.live.find(({ facts }) => facts.name === nameOrId);
  }

  /** A new stack with nothing in it. */
  public add(name: string): Stack {
    const { account, region } = this.cloud;
    const id = `arn:aws:cloudformation:${region}:${account}:stack/${name}/${randomUUID()}`;
    const stack = new Stack({ name, id, account, region });
    this.byId.set(id, stack);
    return stack;
  }

  /** Forgets a stack that never came to anything. */
  public forget({ facts }: Stack): void {
    this.byId.delete(facts.id);
  }

  /**
   * Creates or updates a stack.
   *
   * @throws what the first failing resource said, once everything is as it was before, as far as that could be
   */
  public async deploy(stack: Stack, request: StackRequest): Promise<void> {
    const isCreation = stack.status === 'REVIEW_IN_PROGRESS';
    const kind = isCreation ? 'CREATE' : 'UPDATE';
    const cloud = this.as(request.deployer);
    const [steps, before, imports]: [Step[], Map<string, any>, Set<string>] = [[], new Map(stack.existing), new Set()];
    stack.begin(`${kind}_IN_PROGRESS`, request.token);
    try {
      const scope = (): Scope => this.scopeOf(stack, request, imports);
      const unwanted = await bringAbout(stack, request, scope, cloud, steps);
      const { outputs, exports } = this.outputsOf(stack, request, scope());
      if (!isCreation) {
        stack.become('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
        await cleanUp(stack, unwanted, cloud);
      }
      Object.assign(stack, { outputs, exports, imports, request, updated: isCreation ? undefined : new Date() });
      stack.become(`${kind}_COMPLETE`);
    } catch (error) {
      const failed = [...stack.current.values()].filter(({ status }) => status === `${kind}_FAILED`);
      const reason =
        failed.length === 0
          ? messageOf(error)
          : `The following resource(s) failed to ${kind.toLowerCase()}: [${failed.map(({ logicalId }) => logicalId).join(', ')}]. `;
      await (isCreation
        ? this.undoCreation(stack, request, reason)
        : this.undoUpdate(stack, steps, before, request.deployer, reason));
      throw error;
    }
  }

  /** @throws what the first resource said that could not be deleted */
  public async delete(
    stack: Stack,
    deployer: string,
    { retain, token }: { readonly retain?: readonly string[]; readonly token?: string } = {},
  ): Promise<void> {
    stack.begin('DELETE_IN_PROGRESS', token);
    stack.statusReason = undefined;
    try {
      this.exports.check(stack, {});
      await removeAll(stack, this.as(deployer), { retain });
      Object.assign(stack, { deleted: new Date(), exports: {}, imports: new Set() });
      stack.become('DELETE_COMPLETE');
    } catch (error) {
      stack.become('DELETE_FAILED', stack.statusReason ?? messageOf(error));
      throw error;
    }
  }

  private as(deployer: string): DeployerCloud {
    return { ...this.cloud, deployer };
  }

  private scopeOf(stack: Stack, request: StackRequest, imports: Set<string>): Scope {
    return scopeOf(request, stack, this.cloud.parameters, name => {
      const value = this.exports.valueOf(name);
      imports.add(name);
      return value;
    });
  }

  private outputsOf(stack: Stack, { template }: StackRequest, scope: Scope) {
    const [outputs, exports]: Record<string, unknown>[] = [{}, {}];
    for (const [name, { Value, Export, Condition }] of Object.entries(template.Outputs ?? {})) {
      if (Condition !== undefined && !scope.condition(Condition)) continue;
      outputs[name] = resolve(Value, scope);
      if (Export !== undefined) exports[String(resolve(Export.Name, scope))] = outputs[name];
    }
    this.exports.check(stack, exports);
    return { outputs, exports };
  }

  private async undoCreation(stack: Stack, request: StackRequest, reason: string): Promise<void> {
    stack.request = request; // which describes even a failed stack
    stack.become('ROLLBACK_IN_PROGRESS', `${reason}Rollback requested by user.`);
    try {
      await removeAll(stack, this.as(request.deployer), { isCreation: true });
      stack.become('ROLLBACK_COMPLETE');
    } catch {
      stack.become('ROLLBACK_FAILED', stack.statusReason);
    }
  }

  private async undoUpdate(
    stack: Stack,
    steps: Step[],
    before: Map<string, any>,
    deployer: string,
    reason: string,
  ): Promise<void> {
    stack.become('UPDATE_ROLLBACK_IN_PROGRESS', reason);
    const turnBack = async (skip: readonly string[] = []): Promise<void> => {
      try {
        await rollBack(stack, steps, this.as(deployer), this.rollbackOrder, skip);
        for (const [logicalId, { declaration }] of before) {
          stack.existing.set(logicalId, { ...stack.existing.get(logicalId)!, declaration });
        }
        stack.continueRollback = undefined;
        stack.become('UPDATE_ROLLBACK_COMPLETE');
      } catch (error) {
        stack.continueRollback = turnBack;
        stack.become('UPDATE_ROLLBACK_FAILED', messageOf(error));
      }
    };
    await turnBack();
  }
}
