import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

/** Where `npx projen bundle` leaves what esbuild says about each bundle. */
export const METAFILES = join(ROOT, 'dist', 'bundles');

/** What of a bill of materials (CycloneDX) is read here. */
export interface Bill {
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly Component[];
}
interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly licenses: readonly { readonly license: { readonly id: string } }[];
  readonly externalReferences?: readonly { readonly type: string; readonly url: string }[];
  readonly evidence?: { readonly licenses?: readonly { readonly license: License }[] };
}
interface License {
  readonly name: string;
  readonly text: { readonly content: string; readonly encoding: 'base64' };
}

/** The packages that esbuild put into at least one bundle, with the texts of their licences. */
export function billOfMaterials(): Bill {
  const bundles = readdirSync(METAFILES).map(file => JSON.parse(readFileSync(join(METAFILES, file), 'utf8')));
  const work = mkdtempSync(join(tmpdir(), 'bill-'));
  try {
    const metafile = join(work, 'bundles.json');
    writeFileSync(
      metafile,
      JSON.stringify({
        inputs: Object.assign({}, ...bundles.map(({ inputs }) => inputs)),
        outputs: Object.assign({}, ...bundles.map(({ outputs }) => outputs)),
      }),
    );
    const options = ['--gather-license-texts', '--output-reproducible', '--mc-type', 'library', '--output-file', '-'];
    const command = [join(ROOT, 'node_modules', '.bin', 'cyclonedx-esbuild'), metafile, ...options];
    return JSON.parse(
      execFileSync(process.execPath, command, {
        cwd: ROOT,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 1e8,
      }),
    );
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** Writes the two papers of the package about what others wrote of it. */
export function writeThirdParty(directory: string, bill: Bill = billOfMaterials()): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'THIRD-PARTY-NOTICES.txt'), renderNotices(bill));
  writeFileSync(join(directory, 'sbom.cdx.json'), `${JSON.stringify(withoutTexts(bill), undefined, 2)}\n`);
}

/** Which packages are in the bundles, under which licence, and each text once. */
export function renderNotices({ components }: Bill): string {
  const texts = new Map<string, Component[]>();
  for (const component of components) {
    const text = textsOf(component).join('\n\n');
    texts.set(text, [...(texts.get(text) ?? []), component]);
  }
  const list = components.map(component =>
    `${nameOf(component)}  ${licenceOf(component)}  ${sourceOf(component)}`.trimEnd(),
  );
  const sections = [...texts].map(([text, sharing]) =>
    [
      RULE,
      ...sharing.map(nameOf),
      '',
      text || `This package has no text of its own. ${licenceOf(sharing[0]!)} is in the file LICENSE.`,
    ].join('\n'),
  );
  return `${[HEAD, ...list, '', sections.join('\n\n')].join('\n')}\n`;
}

const RULE = '-'.repeat(80);
const HEAD = `The files in assets/ contain code of the packages below. Their authors give it under the licences named here.
`;

/** A bill without the texts, which the notices hold already. */
function withoutTexts(bill: Bill): Bill {
  return { ...bill, components: bill.components.map(({ evidence: _, ...component }) => component) };
}

function textsOf({ evidence }: Component): string[] {
  return (evidence?.licenses ?? []).map(({ license }) =>
    Buffer.from(license.text.content, 'base64').toString('utf8').replaceAll('\r\n', '\n').trim(),
  );
}

export function nameOf({ group, name, version }: Component): string {
  return `${group ? `${group}/` : ''}${name}@${version}`;
}

export function licenceOf({ licenses }: Component): string {
  return licenses.map(({ license }) => license.id).join(' AND ');
}

function sourceOf({ externalReferences }: Component): string {
  return externalReferences?.find(({ type }) => type === 'website')?.url ?? '';
}
