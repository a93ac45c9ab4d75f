/** What came of an assertion: nothing to say where it holds. */
export interface Failure {
  readonly title: string;
  readonly reason: string;
}

/** As the app's template has it. */
export interface AssertionsTemplate {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: any }>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: any }>>;
}

/**
 * The titles of the assertions by their logical ids. An assertion says its title in what it sends to the probe; the
 * provider has every parameter as JSON text.
 */
export function titlesOf({ Resources }: AssertionsTemplate): Map<string, string> {
  const calls = Object.entries(Resources).filter(([, { Type }]) => Type.startsWith('Custom::DeployAssert'));
  return new Map(
    calls.map(([logicalId, { Properties }]) => {
      const text = JSON.stringify(Properties.parameters.Payload).replace(/\\/g, '');
      return [logicalId, /"title":"(.*?)","service"/.exec(text)?.[1] ?? logicalId];
    }),
  );
}

/**
 * The assertions that do not hold, by the outputs of the stack. An assertion that does not wait never fails the
 * deployment: it says in its output how it went, and only who reads that knows.
 */
export function failuresIn(template: AssertionsTemplate, outputs: Readonly<Record<string, string>>): Failure[] {
  const titles = titlesOf(template);
  const failures: Failure[] = [];
  for (const [name, { Value }] of Object.entries(template.Outputs ?? {})) {
    if (!name.startsWith('AssertionResults')) continue;
    const title = titles.get(Value['Fn::GetAtt']?.[0]) ?? name;
    const { status, message } = parse(outputs[name]);
    if (status !== 'success') failures.push({ title, reason: message });
  }
  return failures;
}

function parse(text = '{}'): { readonly status?: string; readonly message: string } {
  try {
    return { message: text, ...(JSON.parse(text) as { status?: string }) };
  } catch {
    return { message: text };
  }
}
