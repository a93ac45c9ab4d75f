import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes the links in a tarball's documents lead to the repository, at the tag of the version. In the repository they
 * are relative, so that they work in a clone. On npm, PyPI, NuGet and Construct Hub nothing stands beside a document.
 * Other languages take their README from `.jsii`, and a release packs them from this tarball.
 */
export function publishLinks(tarball: string): void {
  const work = mkdtempSync(join(tmpdir(), 'tarball-'));
  const directory = join(work, 'package');
  const change = (file: string, by: (text: string) => string): void =>
    writeFileSync(join(directory, file), by(readFileSync(join(directory, file), 'utf8')));
  try {
    execFileSync('tar', ['-xzf', tarball, '-C', work]);
    const { version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    for (const document of readdirSync(directory).filter(file => file.endsWith('.md'))) {
      change(document, text => absoluteLinks(text, version));
    }
    change('.jsii', text => publishAssembly(text, version));
    const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', work, directory];
    const packed = execFileSync('npm', pack, { encoding: 'utf8' }).trim();
    copyFileSync(join(work, packed), tarball);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** A document whose relative links lead to the repository, its pictures to the file itself. */
export function absoluteLinks(markdown: string, version: string): string {
  const reference = version === UNRELEASED ? 'main' : `v${version}`;
  return markdown.replace(/(!\[[^\]]*)?\]\((?![a-z]+:|#)([^)\s]+)/g, (_, picture: string = '', path: string) =>
    picture
      ? `${picture}](https://raw.githubusercontent.com/${REPOSITORY}/${reference}/${path}`
      : `](https://github.com/${REPOSITORY}/blob/${reference}/${path}`,
  );
}

/** A jsii assembly with such a README, and the fingerprint that jsii would give it. */
export function publishAssembly(text: string, version: string): string {
  const { fingerprint: _, ...assembly } = JSON.parse(text);
  const published = { ...assembly, readme: { markdown: absoluteLinks(assembly.readme.markdown, version) } };
  const fingerprint = createHash('sha256').update(JSON.stringify(published)).digest('base64');
  return JSON.stringify({ ...published, fingerprint }, undefined, 2);
}

/** A version that was never released has no tag: its documents are on the main branch. */
const UNRELEASED = '0.0.0';
const REPOSITORY = 'encrypted-queue-to-table/encrypted-queue-to-table';
