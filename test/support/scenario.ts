import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { findCycle } from './cycles';
import { ACCOUNT, REGION, REQUIRED } from './orders';
import { hasImport, templatesOf } from './templates';
import { EncryptedQueueToTable } from '../../src';

const env = { account: ACCOUNT, region: REGION };

/** Tests app after app of a finding. */
export function describeScenarios(finding: string, scenarios: readonly Scenario[]): void {
  describe(finding, () => {
    for (const [sentence, write, error] of scenarios) test(sentence, () => void expectScenario(write, error));
  });
}

/** An app as somebody writes it, and the error that it gets: none if it works. */
export type Scenario = readonly [sentence: string, write: (app: App) => void, error?: string | RegExp];

/**
 * Requires that an app synthesises into templates that CloudFormation takes, in which no stack imports from another
 * one, or else fails with the error.
 *
 * @returns the templates, by their file
 */
export function expectScenario(write: (app: App) => void, error?: string | RegExp): Record<string, any> {
  const app = new App();
  const synthesise = (): Record<string, any> => {
    write(app);
    return templatesOf(app.synth());
  };
  if (error !== undefined) {
    expect(synthesise).toThrow(error);
    return {};
  }
  const templates = synthesise();
  expect(Object.values(templates).flatMap(template => findCycle(template) ?? [])).toEqual([]);
  expect(Object.entries(templates).filter(([, template]) => hasImport(template))).toEqual([]);
  return templates;
}

export const stackIn = (app: App, id: string, props: object = {}): Stack => new Stack(app, id, { env, ...props });

export const ordersIn = (stack: Stack, props: object = {}): EncryptedQueueToTable =>
  new EncryptedQueueToTable(stack, 'Orders', { ...REQUIRED, ...props });

export const functionIn = (
  stack: Stack,
  environment: Record<string, string> = {},
  props: object = {},
): lambda.Function =>
  new lambda.Function(stack, 'Function', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = () => {}'),
    environment,
    ...props,
  });
