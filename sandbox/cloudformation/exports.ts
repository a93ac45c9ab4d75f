import type { Stack } from './stack';

/** What the stacks of the account export, and who imports it. */
export class Exports {
  public constructor(private readonly stacks: () => Iterable<Stack>) {}

  /** @throws if no stack exports the name */
  public valueOf(name: string): unknown {
    const exporter = this.exporterOf(name);
    if (exporter === undefined) throw new Error(`No export named ${name} found.`);
    return exporter.exports[name];
  }

  public exporterOf(name: string): Stack | undefined {
    return [...this.stacks()].find(({ exports }) => Object.hasOwn(exports, name));
  }

  public importersOf(name: string): string[] {
    return [...this.stacks()].filter(({ imports }) => imports.has(name)).map(({ facts }) => facts.name);
  }

  /** @throws if a stack may not export this, or not any more what it exports now */
  public check(stack: Stack, wanted: Readonly<Record<string, unknown>>): void {
    for (const name of Object.keys(wanted)) {
      const other = this.exporterOf(name);
      if (other !== undefined && other !== stack) {
        throw new Error(`Export with name ${name} is already exported by stack ${other.facts.name}`);
      }
    }
    for (const [name, value] of Object.entries(stack.exports)) {
      const users = this.importersOf(name).join(', ');
      if (users === '' || wanted[name] === value) continue;
      throw new Error(
        Object.hasOwn(wanted, name)
          ? `Cannot update export ${name} as it is in use by ${users}`
          : `Export ${name} cannot be deleted as it is in use by ${users}`,
      );
    }
  }
}
