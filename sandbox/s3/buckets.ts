/** The buckets of the account, in memory. */
export class Buckets {
  private readonly byName = new Map<string, Map<string, Buffer>>();

  public add(name: string): void {
    if (this.byName.has(name)) throw new Error(`${name} already exists`);
    this.byName.set(name, new Map());
  }

  /** @throws if there is something in it */
  public remove(name: string): void {
    if ((this.byName.get(name)?.size ?? 0) > 0) throw new Error('The bucket you tried to delete is not empty');
    this.byName.delete(name);
  }

  public get names(): string[] {
    return [...this.byName.keys()];
  }

  /** What is in a bucket, by key; nothing where there is no such bucket. */
  public get(name: string): Map<string, Buffer> | undefined {
    return this.byName.get(name);
  }

  /** An object by its location, `bucket/key`. */
  public at(location: string): Buffer | undefined {
    const slash = location.indexOf('/');
    return this.byName.get(location.slice(0, slash))?.get(location.slice(slash + 1));
  }
}
