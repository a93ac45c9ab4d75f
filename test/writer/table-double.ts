import type { Table } from '../../src/writer/batch/table';
import type { InvocationClock } from '../../src/writer/clock';
import type { Item } from '../../src/writer/item/item-size';

/**
 * What goes wrong with one call. `timeoutAfter` and `cutOff` are the mean ones: the items are stored and nobody says
 * so.
 */
export type Fault =
  | {
      readonly kind:
        | 'none'
        | 'throttled'
        | 'timeoutBefore'
        | 'timeoutAfter'
        | 'serverError'
        | 'notAnError'
        | 'keyDisabled'
        | 'keyDenied'
        | 'tableMissing'
        | 'conflict'
        | 'cutOff';
    }
  | { readonly kind: 'unprocessed'; readonly every: number };

/** An item that the table refuses for a reason the writer can't know. */
export const REFUSED_MARK = '☠';

/**
 * DynamoDB as the writer meets it, in memory: the rules of a call, faults on request, and a journal of what was
 * written, in order. Its error messages quote the item, as those of the service do.
 */
export class TableDouble implements Table {
  public readonly items = new Map<string, Item>();
  public readonly journal: Item[] = [];
  public calls = 0;
  private faults: Fault[] = [];
  private failureOf?: (item: Item) => Error | undefined;

  public constructor(
    private readonly identify: (item: Item) => string,
    private readonly spend: (milliseconds: number) => void = () => undefined,
  ) {}

  public fail(...faults: Fault[]): this {
    this.faults = faults;
    return this;
  }

  /** Fails each call that holds an item for which there is an error. */
  public failItems(failureOf: (item: Item) => Error | undefined): this {
    this.failureOf = failureOf;
    return this;
  }

  public async putAll(items: readonly Item[]): Promise<readonly Item[]> {
    const fault = this.begin();
    if (items.length === 0 || items.length > 25) {
      throw serviceError('ValidationException', 400, `1 to 25 items, got ${items.length}`);
    }
    if (new Set(items.map(this.identify)).size < items.length) {
      throw serviceError('ValidationException', 400, 'Provided list of item keys contains duplicates');
    }
    this.refuse(items);
    const isLeft = (index: number): boolean => fault.kind === 'unprocessed' && index % fault.every === 0;
    items.filter((_, index) => !isLeft(index)).forEach(item => this.put(item));
    if (fault.kind === 'timeoutAfter') throw timeout();
    if (fault.kind === 'cutOff') throw serviceError('SyntaxError', 200);
    return items.filter((_, index) => isLeft(index)).map(item => structuredClone(item));
  }

  public async insert(item: Item): Promise<void> {
    const fault = this.begin();
    this.refuse([item]);
    if (fault.kind === 'unprocessed') throw serviceError('ProvisionedThroughputExceededException', 400);
    if (this.items.has(this.identify(item))) {
      throw serviceError('ConditionalCheckFailedException', 400, JSON.stringify(item));
    }
    this.put(item);
    if (fault.kind === 'timeoutAfter') throw timeout();
    if (fault.kind === 'cutOff') throw serviceError('SyntaxError', 200);
  }

  private begin(): Fault {
    this.calls++;
    this.spend(5);
    const fault = this.faults.shift() ?? { kind: 'none' };
    switch (fault.kind) {
      case 'throttled':
        throw serviceError('ThrottlingException', 400);
      case 'timeoutBefore':
        throw timeout();
      case 'serverError':
        throw serviceError('InternalServerError', 500);
      case 'notAnError':
        throw 'a text'; // eslint-disable-line @typescript-eslint/only-throw-error
      case 'keyDisabled':
        throw serviceError('KMSKeyDisabledException', 400);
      case 'keyDenied':
        throw serviceError('AccessDeniedException', 400, 'KMS key access denied error');
      case 'conflict':
        throw serviceError('TransactionConflictException', 400);
      case 'tableMissing':
        throw serviceError('ResourceNotFoundException', 400);
      default:
        return fault;
    }
  }

  private refuse(items: readonly Item[]): void {
    const failure = items.map(item => this.failureOf?.(item)).find(error => error !== undefined);
    if (failure) throw failure;
    const refused = items.find(item => JSON.stringify(item).includes(REFUSED_MARK));
    if (refused) throw serviceError('ValidationException', 400, `refused: ${JSON.stringify(refused)}`);
  }

  private put(item: Item): void {
    this.items.set(this.identify(item), structuredClone(item));
    this.journal.push(item);
  }
}

/** A clock that only moves when it is told to: by the calls of a double and by sleeping. */
export class ClockDouble implements InvocationClock {
  public readonly slept: number[] = [];
  private time = 1_795_480_001_000;

  public constructor(private left = 30_000) {}

  public now(): number {
    return this.time;
  }

  public remaining(): number {
    return this.left;
  }

  public async sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    this.pass(milliseconds);
  }

  public pass(milliseconds: number): void {
    this.time += milliseconds;
    this.left -= milliseconds;
  }
}

export function serviceError(name: string, httpStatusCode: number, message = ''): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

function timeout(): Error {
  return Object.assign(new Error('connection timed out'), { name: 'TimeoutError' });
}
