/** Something that is due at a time. */
export interface Due<T> {
  readonly at: number;
  readonly value: T;
}

interface Entry<T> extends Due<T> {
  readonly order: number;
  removed: boolean;
}

/** What is due when: the earliest first, and of the same time what was added first. */
export class Timeline<T> {
  /** A binary heap: no entry is due before its parent. */
  private readonly heap: Entry<T>[] = [];
  private added = 0;

  /** @returns takes it out again */
  public add(at: number, value: T): () => void {
    const entry: Entry<T> = { at, value, order: this.added++, removed: false };
    this.heap.push(entry);
    for (let index = this.heap.length - 1; index > 0;) {
      const parent = Math.floor((index - 1) / 2);
      if (!isBefore(this.heap[index], this.heap[parent])) break;
      this.swap(index, parent);
      index = parent;
    }
    return () => {
      entry.removed = true;
    };
  }

  /** The first that is due, which stays where it is. */
  public first(): Due<T> | undefined {
    while (this.heap[0]?.removed) this.pop();
    return this.heap[0];
  }

  /** Takes out the first one if it is due by a time. */
  public takeBy(time: number): Due<T> | undefined {
    const first = this.first();
    return first === undefined || first.at > time ? undefined : this.pop();
  }

  private pop(): Entry<T> {
    const [first] = this.heap;
    const last = this.heap.pop()!;
    if (this.heap.length === 0) return first;
    this.heap[0] = last;
    for (let index = 0; ;) {
      const earliest = [2 * index + 1, 2 * index + 2]
        .filter(child => child < this.heap.length)
        .reduce((best, child) => (isBefore(this.heap[child], this.heap[best]) ? child : best), index);
      if (earliest === index) return first;
      this.swap(index, earliest);
      index = earliest;
    }
  }

  private swap(one: number, other: number): void {
    [this.heap[one], this.heap[other]] = [this.heap[other], this.heap[one]];
  }
}

const isBefore = <T>(one: Entry<T>, other: Entry<T>): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);
