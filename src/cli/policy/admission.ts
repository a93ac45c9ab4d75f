import { readAssemblyPolicy, readKeyArns } from './assembly';
import { renderAdmission } from '../../key-policy/admission';
import type { Statement } from '../../key-policy/statement';
import { CliError } from '../cli-error';

/** What lets the key policy manager of an app into its key, and the keys that the app names. */
export interface Admission {
  readonly statement: Statement;
  readonly keyArns: readonly string[];
}

/** Reads the admission that an app needs from the directory that CDK synthesised it into. */
export async function readAdmission(directory: string, construct?: string): Promise<Admission> {
  const statement = renderAdmission(await readAssemblyPolicy(directory, construct));
  if (statement !== undefined) return { statement, keyArns: await readKeyArns(directory) };
  throw new CliError(
    `the app in '${directory}' puts no key policy, so there is nobody to admit`,
    `put its policy yourself: encrypted-queue-to-table policy apply ${directory} --key-id KEY`,
  );
}
