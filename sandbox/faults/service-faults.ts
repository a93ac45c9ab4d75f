import { ConnectionLost } from './connection-lost';
import { randomFrom } from './random';
import type { Identity } from '../iam/identities';

/**
 * What goes wrong with a call:
 *
 * - `throttled`, `refused`, `failing`: the service answers with its own error for that;
 * - `disabled`: KMS says that the key is disabled;
 * - `unprocessed`: DynamoDB writes a part of a batch, and gives the rest back;
 * - `slow`: the answer comes later, by milliseconds of this machine, since functions run by its time;
 * - `connection lost`: the work is not done, and the connection breaks;
 * - `answer lost`: the work is done, and the connection breaks;
 * - `caller killed`: the work is not done, and the process of the function that calls is killed.
 */
export type FaultKind =
  | 'throttled'
  | 'refused'
  | 'failing'
  | 'disabled'
  | 'unprocessed'
  | 'slow'
  | 'connection lost'
  | 'answer lost'
  | 'caller killed';

/** A call to a service, as far as a fault can be about it. */
export interface FaultyCall {
  readonly service: 'sqs' | 'dynamodb' | 'kms';
  /** Such as `BatchWriteItem`. */
  readonly operation: string;
  readonly caller: Identity;
  /** The service that calls KMS on behalf of its caller. */
  readonly via?: 'sqs' | 'dynamodb';
}

/** Something that goes wrong with every call it is about, or with a share of them. */
export interface ServiceFault {
  readonly kind: FaultKind;
  readonly service: FaultyCall['service'];
  /** @default all */
  readonly operations?: readonly string[];
  /** For KMS: through which service it is called. @default whichever */
  readonly via?: FaultyCall['via'];
  /** @default whoever calls */
  readonly principal?: string;
  /** From 0 to 1. @default 1 */
  readonly share?: number;
  /** How much later a slow answer comes. @default 1000 */
  readonly milliseconds?: number;
}

/** What goes wrong in the sandbox now. Nothing does unless asked. */
export class ServiceFaults {
  private readonly active = new Set<ServiceFault>();

  public constructor(
    private readonly kill: (functionArn: string) => void = () => undefined,
    private readonly random = randomFrom(1),
  ) {}

  /** @returns the end of it */
  public begin(fault: ServiceFault): () => void {
    const begun = { ...fault };
    this.active.add(begun);
    return () => this.active.delete(begun);
  }

  /**
   * Does the work of a call, as far as nothing goes wrong.
   *
   * @param refuse what the service answers, or throws, for a fault of its own
   */
  public async around<T>(
    call: FaultyCall,
    work: () => Promise<T>,
    refuse: (kind: FaultKind) => T | Promise<T>,
  ): Promise<T> {
    const kind = await this.meet(call);
    switch (kind) {
      case undefined:
        return work();
      case 'caller killed':
        this.kill(call.caller.context['lambda:SourceFunctionArn'] ?? '');
        throw new ConnectionLost();
      case 'answer lost':
        await work();
        throw new ConnectionLost();
      case 'connection lost':
        throw new ConnectionLost();
      default:
        return refuse(kind);
    }
  }

  /** What goes wrong with this call, once it has been slow if it has to be. */
  private async meet(call: FaultyCall): Promise<FaultKind | undefined> {
    for (const fault of this.active) {
      if (!isAbout(fault, call) || this.random() >= (fault.share ?? 1)) continue;
      if (fault.kind !== 'slow') return fault.kind;
      await new Promise(resolve => setTimeout(resolve, fault.milliseconds ?? 1000));
    }
    return undefined;
  }
}

const isAbout = (fault: ServiceFault, { service, operation, caller, via }: FaultyCall): boolean =>
  fault.service === service &&
  (fault.operations?.includes(operation) ?? true) &&
  (fault.via === undefined || fault.via === via) &&
  (fault.principal === undefined || fault.principal === caller.principal);
