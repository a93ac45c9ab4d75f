import { randomUUID } from 'node:crypto';
import type { Physical, StackFacts } from './physical';
import type { Resource } from './resource-type';
import type { ResourceDeclaration, Template } from './template';

/** A resource that exists. */
export interface Existing {
  readonly resource: Resource;
  readonly physical: Physical;
  readonly declaration: ResourceDeclaration;
  /** Whether it existed before its stack, which then doesn't delete it when it rolls back. */
  readonly isImported?: true;
}

/** One thing that a deployment did, or tried. */
export interface Step {
  /** What was there before. */
  readonly former?: Existing;
  now: Existing;
  /** Whether a new resource was made, as opposed to an old one changed. */
  readonly isNew: boolean;
}

/** Something that happened to a stack or to one of its resources. */
export interface StackEvent {
  readonly id: string;
  readonly time: Date;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  /** The metadata of the resource that this happened to. */
  readonly metadata?: unknown;
  /** Given with the request that led to it. */
  readonly token?: string;
}

/** What a deployment asks of a stack. */
export interface StackRequest {
  readonly template: Template;
  /** The template as it was given, which `GetTemplate` gives back. */
  readonly body: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** The value of each parameter, SSM parameters looked up. */
  readonly values?: Readonly<Record<string, string>>;
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
  /** What exists already and is to be taken in, by logical id. */
  readonly imports?: ReadonlyMap<string, Physical>;
  /** As whom CloudFormation makes, changes and removes resources. */
  readonly deployer: string;
  readonly token?: string;
  /** Whether resources that somebody changed become again what the template says. @default false */
  readonly revertsDrift?: boolean;
}

/** What an event says of a resource. */
type NotedResource = Pick<Resource, 'logicalId' | 'type' | 'metadata'>;

const STACK_TYPE = 'AWS::CloudFormation::Stack';

/** A stack of the account: what it is made of, and all that happened to it. */
export class Stack {
  public readonly existing = new Map<string, Existing>();
  /** The last event of each resource, by its logical id. */
  public readonly current = new Map<string, StackEvent>();
  /** All events, the oldest first. */
  public readonly events: StackEvent[] = [];
  public readonly created = new Date();
  public status = 'REVIEW_IN_PROGRESS';
  public statusReason?: string;
  public updated?: Date;
  public deleted?: Date;
  public isProtected = false;
  public outputs: Readonly<Record<string, unknown>> = {};
  public exports: Readonly<Record<string, unknown>> = {};
  public imports: ReadonlySet<string> = new Set();
  /** What was asked for last, and before that: a rollback goes back to it. */
  public request?: StackRequest;
  /** What is left to do of a rollback that failed. */
  public continueRollback?: (skip: readonly string[]) => Promise<void>;
  private token?: string;

  public constructor(public readonly facts: StackFacts) {}

  /** What exists of the template, by logical id. */
  public get resources(): ReadonlyMap<string, Physical> {
    return new Map([...this.existing].map(([logicalId, { physical }]) => [logicalId, physical]));
  }

  public get isBusy(): boolean {
    return this.status.endsWith('_IN_PROGRESS') && this.status !== 'REVIEW_IN_PROGRESS';
  }

  /** Whether it is there only to be deleted: its creation failed. */
  public get isOnlyToBeDeleted(): boolean {
    return /^(ROLLBACK_(COMPLETE|FAILED)|DELETE_FAILED)$/.test(this.status);
  }

  /** Begins an operation, whose events carry the token of its request. */
  public begin(status: string, token?: string): void {
    this.token = token;
    this.become(status, 'User Initiated');
  }

  public become(status: string, reason?: string): void {
    this.status = status;
    this.statusReason = reason;
    const { name: logicalId, id: physicalId } = this.facts;
    this.events.push({ ...this.stamp(), logicalId, physicalId, type: STACK_TYPE, status, reason });
  }

  /** Notes what happens to a resource; of one that is only cleaned up, its successor stays the current one. */
  public note(
    status: string,
    { logicalId, type, metadata = this.current.get(logicalId)?.metadata }: NotedResource,
    { physicalId = '', reason, isCurrent = true }: { physicalId?: string; reason?: string; isCurrent?: boolean } = {},
  ): void {
    const event = { ...this.stamp(), logicalId, physicalId, type, status, reason, metadata };
    this.events.push(event);
    if (isCurrent) this.current.set(logicalId, event);
  }

  private stamp(): Pick<StackEvent, 'id' | 'time' | 'token'> {
    // clients sort by time, so no two events have the same
    const time = new Date(Math.max(Date.now(), (this.events.at(-1)?.time.getTime() ?? 0) + 1));
    return { id: randomUUID(), time, token: this.token };
  }
}
