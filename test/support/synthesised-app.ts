import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface SynthesisedApp {
  /** The directory of the cloud assembly. */
  readonly assembly: string;
  /** What is written in the files of a name, parsed, by name; those of stages, too. */
  files(suffix: string): Record<string, any>;
}

/** Runs a CDK app of a file. A test file can run it once, as Node loads a module once. */
export function synthesiseApp(app: string, context: Readonly<Record<string, string>> = {}): SynthesisedApp {
  return runApp(() => require(app), context); // eslint-disable-line @typescript-eslint/no-require-imports
}

/**
 * Runs a CDK app in this process as the CDK CLI would run it in one of its own: the app synthesises when its process is
 * about to end.
 */
export function runApp(load: () => unknown, context: Readonly<Record<string, string>>): SynthesisedApp {
  const assembly = mkdtempSync(join(tmpdir(), 'cdk.out-'));
  const endings: (() => void)[] = [];
  const once = jest.spyOn(process, 'once').mockImplementation((event, listener) => {
    if (event === 'beforeExit') endings.push(listener as () => void);
    return process;
  });
  const env = { CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify(context) };
  Object.assign(process.env, env);
  try {
    load();
    endings.forEach(end => end());
  } finally {
    once.mockRestore();
    Object.keys(env).forEach(name => delete process.env[name]);
  }
  return {
    assembly,
    files: suffix =>
      Object.fromEntries(
        readdirSync(assembly, { recursive: true, encoding: 'utf8' })
          .filter(file => file.endsWith(suffix))
          .map(file => [basename(file), JSON.parse(readFileSync(join(assembly, file), 'utf8'))]),
      ),
  };
}
