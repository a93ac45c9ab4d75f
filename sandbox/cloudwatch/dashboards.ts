/** Every dashboard of the account, by its name, as text. */
export class Dashboards {
  private readonly bodies = new Map<string, string>();

  /** @throws if it is no JSON with widgets */
  public put(name: string, body: string): void {
    const { widgets } = JSON.parse(body) as { widgets?: unknown };
    if (!Array.isArray(widgets)) throw new Error(`a dashboard has widgets [${name}]`);
    this.bodies.set(name, body);
  }

  public delete(name: string): void {
    this.bodies.delete(name);
  }

  public get names(): string[] {
    return [...this.bodies.keys()];
  }

  public find(name: string): string | undefined {
    return this.bodies.get(name);
  }
}
