import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';

/** Every template of an app, nested ones and those of stages included, by its file. */
export function templatesOf(assembly: CloudAssembly): Record<string, any> {
  const own = readdirSync(assembly.directory)
    .filter(file => file.endsWith('.template.json'))
    .map(file => [file, JSON.parse(readFileSync(join(assembly.directory, file), 'utf8'))]);
  return Object.assign(
    Object.fromEntries(own),
    ...assembly.nestedAssemblies.map(nested => templatesOf(nested.nestedAssembly)),
  );
}

/** Whether a template waits for a value of another stack. */
export const hasImport = (template: unknown): boolean =>
  /Fn::ImportValue|CrossRegionExport/.test(JSON.stringify(template));
