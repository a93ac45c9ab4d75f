import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ACCEPTED_DEVIATIONS, type AcceptedDeviations } from '../../accepted-deviations';
import { findKeyArns } from '../../arn';
import { parsePolicy } from '../../key-policy/parse-policy';
import type { PolicyDocument } from '../../key-policy/statement';
import { CliError, UsageError } from '../cli-error';
import { readNamedFile } from '../read-file';

const SUFFIX = '.key-policy.json';

/**
 * The key policy that a construct wrote into the cloud assembly.
 *
 * @param construct its name there, or the id of its policy
 */
export async function readAssemblyPolicy(directory: string, construct?: string): Promise<PolicyDocument> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`cannot read the cloud assembly '${directory}': ${error.code}`);
  });
  const found = names
    .filter(name => name.endsWith(SUFFIX))
    .map(name => name.slice(0, -SUFFIX.length))
    .sort();
  const read = async (name: string): Promise<PolicyDocument> => {
    const path = join(directory, `${name}${SUFFIX}`);
    return parsePolicy((await readNamedFile(path, 'policy')).toString(), `'${path}'`);
  };
  if (found.length === 0) {
    throw new CliError(
      `'${directory}' holds no key policy`,
      'synthesise an app with an EncryptedQueueToTable: npx cdk synth',
    );
  }
  const policies = await Promise.all(found.map(read));
  const wanted = policies.filter(
    ({ Id }, index) => construct === undefined || construct === found[index] || construct === Id,
  );
  if (wanted.length !== 1) {
    throw new UsageError(`'${directory}' holds ${found.join(', ')}`, `add --construct ${found[0]}`);
  }
  return wanted[0]!;
}

interface Resource {
  readonly Type: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The customer managed policies that the templates of a cloud assembly attach to a principal, a role by its name. */
export async function readIdentityPolicies(directory: string, principal: string): Promise<readonly PolicyDocument[]> {
  return (await readTemplates(directory)).flatMap(template => policiesOf(template, principal));
}

/** Every key that the templates of a cloud assembly name by its ARN. */
export async function readKeyArns(directory: string): Promise<readonly string[]> {
  return [...new Set((await readTemplates(directory)).flatMap(findKeyArns))];
}

/** The deviations that the construct of a key policy was told to accept. */
export async function readAcceptedDeviations(directory: string, construct?: string): Promise<readonly string[]> {
  return (await readTemplates(directory))
    .flatMap(template => Object.values(resourcesOf(template)))
    .flatMap(({ Metadata }) => (Metadata?.[ACCEPTED_DEVIATIONS] as AcceptedDeviations | undefined) ?? [])
    .filter(({ Construct }) => construct === undefined || Construct === construct)
    .flatMap(({ Deviations }) => Deviations);
}

async function readTemplates(directory: string): Promise<readonly string[]> {
  const names = (await readdir(directory)).filter(name => name.endsWith('.template.json'));
  return Promise.all(names.map(async name => (await readNamedFile(join(directory, name), 'template')).toString()));
}

function resourcesOf(template: string): Readonly<Record<string, Resource>> {
  return (JSON.parse(template) as { Resources?: Record<string, Resource> }).Resources ?? {};
}

function policiesOf(template: string, principal: string): PolicyDocument[] {
  const resources = resourcesOf(template);
  const isPrincipal = (role: unknown) =>
    principal.endsWith(`/${String(resources[(role as { Ref: string }).Ref]?.Properties?.RoleName)}`);
  return Object.values(resources)
    .filter(
      ({ Type, Properties }) =>
        Type === 'AWS::IAM::ManagedPolicy' && [Properties?.Roles ?? []].flat().some(isPrincipal),
    )
    .map(({ Properties }) => Properties!.PolicyDocument as PolicyDocument);
}
