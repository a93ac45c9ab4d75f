import { KeyMaterial } from '../../ceremony/key-material';
import { readMaterialFile, readMaterialStream } from '../../ceremony/read-material';
import { CliError, UsageError } from '../cli-error';
import type { OptionValues, VerbOptions } from '../options';
import type { Terminal } from '../terminal';
import type { VerbContext } from '../verb';

export const MATERIAL_OPTIONS = {
  material: { type: 'string' },
  generate: { type: 'boolean' },
} as const satisfies VerbOptions;

export const MATERIAL_OPTIONS_HELP = `\
  --material FILE            32 raw bytes of key material, such as openssl rand 32 makes; - reads standard input.
  --generate                 Generate the material here, from the random source of Node and the kernel.`;

/** Where a command line says the material comes from; throws a usage error unless it says one place. */
export function requireSource(values: OptionValues): void {
  const file = values.text('material');
  if (file !== undefined && values.flag('generate')) {
    throw new UsageError('--material and --generate exclude each other');
  }
  if (file === undefined && !values.flag('generate')) throw new UsageError('missing --material FILE or --generate');
}

/** Takes the material from where the command line says. */
export async function takeMaterial({ values, terminal }: VerbContext): Promise<KeyMaterial> {
  requireSource(values);
  const file = values.text('material');
  return file === undefined ? KeyMaterial.generate() : readMaterial(file, terminal);
}

/** Reads the material from a file, or from standard input for `-`. */
export async function readMaterial(file: string, terminal: Terminal): Promise<KeyMaterial> {
  if (file === '-') {
    if (terminal.streams.stdin.isTTY) {
      throw new CliError(
        'refusing to read key material from the terminal',
        'pipe it in: openssl rand 32 | encrypted-queue-to-table key wrap --material - …',
      );
    }
    return readMaterialStream(terminal.streams.stdin);
  }
  const { material, exposed } = await readMaterialFile(file);
  if (exposed) terminal.warning(`others than its owner may read '${file}'; say: chmod 600 ${file}`);
  return material;
}
