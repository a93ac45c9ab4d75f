import { resourceType } from './resource-types';

/** A CloudFormation template as JSON. */
export interface Template {
  readonly Description?: string;
  readonly Resources?: Readonly<Record<string, ResourceDeclaration>>;
  readonly Outputs?: Readonly<Record<string, OutputDeclaration>>;
  readonly Parameters?: Readonly<Record<string, ParameterDeclaration>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

export interface ResourceDeclaration {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: unknown;
}

export interface OutputDeclaration {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

export interface ParameterDeclaration {
  readonly Type: string;
  readonly Default?: string;
}

/** What a section needs, or why it needs nothing. */
const SECTIONS: readonly string[] = [
  'Resources',
  'Outputs',
  'Parameters',
  'Conditions',
  'Mappings',
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata', // say nothing about what to create
  'Rules', // CDK's only rule checks the version of the bootstrap stack, which the sandbox stands for
];

const RESOURCE_ATTRIBUTES: readonly string[] = [
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
];

/** @throws if the template has a part that the sandbox would have to ignore */
export function validateTemplate(template: Template): void {
  const descriptions = [template, ...Object.values(template.Outputs ?? {})].map(({ Description }) => Description);
  if (descriptions.some(text => text !== undefined && typeof text !== 'string')) {
    throw new Error('Template format error: Every Description member must be a string.');
  }
  const sections = Object.keys(template)
    .filter(name => !SECTIONS.includes(name))
    .map(name => `section '${name}'`);
  const attributes = Object.entries(template.Resources ?? {}).flatMap(([logicalId, declaration]) =>
    Object.keys(declaration)
      .filter(name => !RESOURCE_ATTRIBUTES.includes(name))
      .map(name => `attribute '${name}' of '${logicalId}'`),
  );
  for (const [logicalId, { Type }] of Object.entries(template.Resources ?? {})) resourceType(Type, logicalId);
  const unknown = [...sections, ...attributes];
  if (unknown.length > 0) throw new Error(`the sandbox does not know ${unknown.join(', ')} of the template`);
}
