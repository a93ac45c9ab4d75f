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
  --material FILE            32 raw bytes of key material, such as openssl rand 32 makes; a file, a pipe such as <(age -d FILE), or - for standard input.
  --generate                 Generate the material here, from the random source of Node and the kernel.`;

/** Where a command line says the material comes from; throws a usage error unless it says one place. */
export function requireSource(values: OptionValues): void {
  const file = values.text('material');
  if (file !== undefined && values.flag('generate')) {
    throw new UsageError('--material and --generate exclude each other');
  }
  if (file === undefined && !values.flag('generate')) throw new UsageError('missing --material FILE or --generate');
}

/** Reads the material from where the command line says, or generates it. */
export async function readOrGenerate({ values, terminal }: VerbContext): Promise<KeyMaterial> {
  requireSource(values);
  const file = values.text('material');
  return file === undefined ? KeyMaterial.generate() : readMaterial(file, terminal);
}

/** Reads the material from a file, or from standard input for `-`. */
export async function readMaterial(file: string, terminal: Terminal): Promise<KeyMaterial> {
  const [material] = await readMaterials([file], terminal);
  if (!material) throw new CliError('there is no key material');
  return material;
}

/** Reads several materials; each `-` is the next 32 bytes of standard input. */
export async function readMaterials(files: readonly string[], terminal: Terminal): Promise<KeyMaterial[]> {
  const piped = files.filter(file => file === '-').length;
  const materials: KeyMaterial[] = [];
  try {
    const fromPipe = piped > 0 ? await readPiped(piped, terminal) : [];
    materials.push(...fromPipe);
    const next = fromPipe[Symbol.iterator]();
    const ordered: KeyMaterial[] = [];
    for (const file of files) {
      const material = file === '-' ? (next.next().value as KeyMaterial) : await readOwnFile(file, terminal);
      if (file !== '-') materials.push(material);
      ordered.push(material);
    }
    return ordered;
  } catch (error) {
    materials.forEach(material => material.wipe());
    throw error;
  }
}

async function readPiped(materials: number, { streams }: Terminal): Promise<KeyMaterial[]> {
  if (streams.stdin.isTTY) {
    throw new CliError(
      'refusing to read key material from the terminal',
      'pipe it in: openssl rand 32 | encrypted-queue-to-table key wrap --material - …',
    );
  }
  return readMaterialStream(streams.stdin, materials);
}

async function readOwnFile(file: string, terminal: Terminal): Promise<KeyMaterial> {
  const { material, exposed } = await readMaterialFile(file);
  if (exposed) terminal.warning(`others than its owner may read '${file}'; say: chmod 600 ${file}`);
  return material;
}
