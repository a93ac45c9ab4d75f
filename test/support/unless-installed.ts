import { spawnSync } from 'node:child_process';

/**
 * A `test` for what needs programs of the machine: where one is missing it is skipped, with the reason in its name and
 * in the output.
 */
export function testWith(...programs: string[]): jest.It {
  const missing = programs.filter(program => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
  return missing.length > 0 ? skipped(`${missing.join(', ')} not installed`) : test;
}

/** A `test` that is skipped for a reason that shows. */
export function skipped(reason: string): jest.It {
  process.stderr.write(`skipped, ${reason}: ${expect.getState().testPath}\n`);
  return test.skip;
}
