import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly, type StackArtifact } from '../../sandbox/cloudformation/assembly';
import type { Template } from '../../sandbox/cloudformation/template';

const NESTED_STACK = 'AWS::CloudFormation::Stack';

/**
 * The stacks of an app as CloudFormation deploys them: each after those it depends on, those of stages included, and
 * each nested stack as a stack of its own before the one around it.
 */
export function stacksOfAssembly(directory: string, place: { account: string; region: string }): StackArtifact[] {
  const stages = readdirSync(directory).filter(name => existsSync(join(directory, name, 'manifest.json')));
  return [
    ...readAssembly(directory, place).flatMap(unnested),
    ...stages.flatMap(stage => stacksOfAssembly(join(directory, stage), place)),
  ];
}

/** A stack with some of its resources only: the sandbox does not know every type. */
export function withOnly(stack: StackArtifact, isKept: (logicalId: string, type: string) => boolean): StackArtifact {
  const { Outputs: _, Resources = {}, ...template } = stack.template;
  const kept = Object.entries(Resources).filter(([logicalId, { Type }]) => isKept(logicalId, Type));
  return { ...stack, template: { ...template, Resources: Object.fromEntries(kept) } };
}

function unnested(stack: StackArtifact): StackArtifact[] {
  const resources = Object.entries(stack.template.Resources ?? {});
  const nested = resources.filter(([, { Type }]) => Type === NESTED_STACK);
  const own = Object.fromEntries(resources.filter(([, { Type }]) => Type !== NESTED_STACK));
  return [
    ...nested.map(([logicalId, { Properties }]) => {
      if (Properties?.Parameters) throw new Error(`'${logicalId}' takes parameters, which only CloudFormation passes`);
      const [, object] = /\/([\w-]+\.json)"/.exec(JSON.stringify(Properties!.TemplateURL))!;
      const [, file] = [...stack.assets].find(([location]) => location.endsWith(`/${object}`))!;
      const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
      return { ...stack, name: `${stack.name}-${logicalId}`, template };
    }),
    ...(Object.keys(own).length > 0 ? [{ ...stack, template: { ...stack.template, Resources: own } }] : []),
  ];
}
