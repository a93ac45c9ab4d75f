import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { CliError, UsageError } from '../cli-error';
import type { OptionValues, VerbOptions } from '../options';
import type { Terminal } from '../terminal';
import type { VerbContext } from '../verb';

/** What a signature is for: one made for another purpose does not pass here. */
const NAMESPACE = 'encrypted-queue-to-table';

export const SIGN_OPTIONS = { sign: { type: 'string' } } as const satisfies VerbOptions;

export const SIGN_OPTIONS_HELP = `\
  --sign KEY                 Sign what is written, with this SSH key, by ssh-keygen -Y sign: the signature goes to FILE.sig.`;

export const VERIFY_OPTIONS = {
  'allowed-signers': { type: 'string' },
  signer: { type: 'string' },
} as const satisfies VerbOptions;

export const VERIFY_OPTIONS_HELP = `\
  --allowed-signers FILE     Refuse what has no good signature beside it, in FILE.sig, by somebody of this list of ssh-keygen. Needs --signer.
  --signer NAME              Who has to have signed it, by the name in that list.`;

/** Signs a file, if the command line says so. */
export async function signFile(path: string, values: OptionValues, terminal: Terminal): Promise<void> {
  const key = values.text('sign');
  if (key === undefined) return;
  await sshKeygen(['-Y', 'sign', '-q', '-n', NAMESPACE, '-f', key, path], undefined).catch((error: Error) => {
    throw new CliError(`'${path}' is written, but not signed: ${error.message}`);
  });
  terminal.progress(`signed: ${path}.sig`);
}

/** Throws unless what was read from a file is signed by the one whom the command line names, if it names somebody. */
export async function requireSignature(
  path: string,
  content: Buffer,
  { values, terminal }: Pick<VerbContext, 'values' | 'terminal'>,
): Promise<void> {
  const [list, signer] = [values.text('allowed-signers'), values.text('signer')];
  if ((list === undefined) !== (signer === undefined)) {
    throw new UsageError('--allowed-signers and --signer belong together');
  }
  if (list === undefined || signer === undefined) return;
  const signature = `${path}.sig`;
  if (!existsSync(signature)) throw new CliError(`'${path}' is not signed: there is no '${signature}'`);
  await sshKeygen(['-Y', 'verify', '-n', NAMESPACE, '-f', list, '-I', signer, '-s', signature], content).catch(
    (error: Error) => {
      throw new BadSignature(path, signer, error.message);
    },
  );
  terminal.progress(`'${path}' is signed by ${signer}`);
}

/** Throws when the signature could not be written: said before anything is done. */
export function requireSigner(values: OptionValues): void {
  const key = values.text('sign');
  if (key !== undefined && !existsSync(key)) throw new CliError(`cannot read the SSH key '${key}': ENOENT`);
}

async function sshKeygen(args: readonly string[], input: Buffer | undefined): Promise<void> {
  const child = spawn('ssh-keygen', args, { stdio: [input ? 'pipe' : 'inherit', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', chunk => (said += String(chunk)));
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', () => reject(new CliError('there is no ssh-keygen on this machine'))).once('close', resolve),
  );
  if (code !== 0) throw new CliError(`ssh-keygen says: ${said.trim().split('\n')[0] || `exit code ${code}`}`);
}

class BadSignature extends CliError {
  public override readonly exitCode = 3;

  public constructor(path: string, signer: string, why: string) {
    super(`'${path}' has no good signature by ${signer}: ${why}`, 'do not go on with it: somebody may have changed it');
  }
}
