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
  // where the workers share CDK, it looks at the process of the worker
  const { workerProcess: host = process } = globalThis as { workerProcess?: NodeJS.Process };
  const once = jest.spyOn(host, 'once').mockImplementation((event, listener) => {
    if (event === 'beforeExit') endings.push(listener as () => void);
    return host;
  });
  const { CDK_OUTDIR, CDK_CONTEXT_JSON } = host.env;
  Object.assign(host.env, { CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify(context) });
  try {
    load();
    endings.forEach(end => end());
  } finally {
    once.mockRestore();
    for (const [name, before] of Object.entries({ CDK_OUTDIR, CDK_CONTEXT_JSON })) {
      if (before === undefined) delete host.env[name];
      else host.env[name] = before;
    }
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
