import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { absoluteLinks, publishAssembly } from '../../scripts/published-links';
import { licenceOf, METAFILES, nameOf, type Bill } from '../../scripts/third-party';
import { packedLibrary, type PackedLibrary } from '../support/packed-library';
import { files as repositoryFiles, read as readRepository } from '../support/repository';

/** Licences that code in the bundles may have: each lets us give it on under ours, if its text comes along. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

let library: PackedLibrary;
let files: string[];

const tar = (...options: string[]): string => execFileSync('tar', options, { encoding: 'utf8', maxBuffer: 1e8 });
const read = (file: string): string => tar('-xzOf', library.tarball, `package/${file}`);
const bill = (): Bill => JSON.parse(read('sbom.cdx.json'));

beforeAll(() => {
  library = packedLibrary();
  files = tar('-tzf', library.tarball)
    .split('\n')
    .filter(Boolean)
    .map(file => file.replace(/^package\//, ''));
});

describe('the tarball', () => {
  test('holds the library, the bundles and their papers, and nothing else', () => {
    const expected = [
      /^lib\/.+\.(js|d\.ts)$/,
      /^assets\/(writer\/writer\.lambda\/index\.js|key-policy-manager\/key-policy-manager\.lambda\/index\.mjs|cli\/main\/index\.js)$/,
      /^(\.jsii|LICENSE|THIRD-PARTY-NOTICES\.txt|package\.json|sbom\.cdx\.json|(API|CHANGELOG|README|SECURITY)\.md)$/,
    ];

    expect(files.filter(file => !expected.some(pattern => pattern.test(file)))).toEqual([]);
    expect(files.filter(file => expected.slice(1).some(pattern => pattern.test(file)))).toHaveLength(3 + 9);
    expect(files.filter(file => /test|sandbox|benchmark|\.map$/.test(file))).toEqual([]);
  });

  test('holds no source map, neither in a file of its own nor in one of code', () => {
    const code = files.filter(file => /\.m?js$/.test(file));

    expect(code.length).toBeGreaterThan(40);
    expect(code.filter(file => read(file).includes('sourceMappingURL='))).toEqual([]);
  });

  test('brings no dependency and runs no script', () => {
    const manifest = JSON.parse(read('package.json'));

    expect(manifest.dependencies ?? {}).toEqual({});
    expect(Object.keys(manifest.scripts ?? {}).filter(script => /^(pre|post)?(install|prepare)/.test(script))).toEqual(
      [],
    );
  });

  test('says where its home is', () => {
    expect(JSON.parse(read('package.json'))).toMatchObject({
      homepage: 'https://github.com/encrypted-queue-to-table/encrypted-queue-to-table#readme',
      repository: { url: 'https://github.com/encrypted-queue-to-table/encrypted-queue-to-table.git' },
    });
  });
});

describe('what others wrote', () => {
  /** The packages in the bundles as esbuild names their files, read apart from the bill. */
  const bundled = (): string[] => {
    const metafiles = readdirSync(METAFILES).map(file => JSON.parse(readFileSync(join(METAFILES, file), 'utf8')));
    const inputs = metafiles.flatMap(({ outputs }) =>
      Object.values<any>(outputs).flatMap(output => Object.entries<any>(output.inputs)),
    );
    const shipped = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file);
    return [...new Set(shipped.flatMap(file => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []))];
  };
  const identities = (): string[] =>
    bundled().map(directory => {
      const { name, version } = JSON.parse(readRepository(join(directory, 'package.json')));
      return `${name}@${version}`;
    });

  test('is named package by package, with its version, in the notices and in the bill of materials', () => {
    const notices = read('THIRD-PARTY-NOTICES.txt');

    expect(readdirSync(METAFILES)).toHaveLength(3);
    expect(identities().length).toBeGreaterThan(15);
    expect(identities().filter(name => !notices.includes(`\n${name}  `))).toEqual([]);
    expect(identities().filter(name => !bill().components.map(nameOf).includes(name))).toEqual([]);
  });

  test('is under a permissive licence, whose text the package holds', () => {
    const notices = read('THIRD-PARTY-NOTICES.txt');
    const licences = new Set(bill().components.map(licenceOf));

    expect([...licences].filter(licence => !PERMISSIVE.includes(licence))).toEqual([]);
    expect(notices.match(/^This package has no text of its own\. .+$/gm)).toEqual([
      'This package has no text of its own. Apache-2.0 is in the file LICENSE.',
    ]);
    expect(read('LICENSE')).toContain('Apache License\n                           Version 2.0, January 2004');
    expect(notices).toContain('MIT License\n\nPermission is hereby granted, free of charge, to any person');
  });

  test('is listed for this version of this package', () => {
    expect(bill().metadata.component).toMatchObject({ name: 'encrypted-queue-to-table', version: '0.0.0' });
  });
});

describe('the links', () => {
  const DOCUMENTS = ['API.md', 'CHANGELOG.md', 'README.md', 'SECURITY.md'];
  const targetsOf = (markdown: string): string[] =>
    [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  const BASE = /^https:\/\/(?:github\.com\/(?:[\w-]+\/){2}blob|raw\.githubusercontent\.com\/(?:[\w-]+\/){2})\/?main\//;

  test.each(DOCUMENTS)('of %s lead somewhere from wherever it is read', document => {
    const targets = targetsOf(read(document));

    expect(targets.filter(target => !/^(https:\/\/|#)/.test(target))).toEqual([]);
  });

  test('of README.md, CHANGELOG.md and SECURITY.md lead to what is in the repository', () => {
    const known = repositoryFiles();
    const ours = DOCUMENTS.flatMap(document => targetsOf(read(document))).filter(target => BASE.test(target));

    expect(ours.length).toBeGreaterThan(20);
    expect(
      ours
        .map(target => target.replace(BASE, '').replace(/#.*/, ''))
        .filter(path => !known.some(file => file === path || file.startsWith(`${path}/`))),
    ).toEqual([]);
  });

  test('of the README that the other languages get are the same', () => {
    expect(JSON.parse(read('.jsii')).readme.markdown.trim()).toBe(read('README.md').trim());
  });

  test('lead to the tag of a released version', () => {
    expect(
      absoluteLinks(
        '![p](docs/p.svg) [d](docs/d.md#a) [![b](https://b.example/b.svg)](LICENSE), [a](#a), [w](https://w.example/), [m](mailto:m@w.example)',
        '1.2.3',
      ),
    ).toBe(
      '![p](https://raw.githubusercontent.com/encrypted-queue-to-table/encrypted-queue-to-table/v1.2.3/docs/p.svg) ' +
        '[d](https://github.com/encrypted-queue-to-table/encrypted-queue-to-table/blob/v1.2.3/docs/d.md#a) ' +
        '[![b](https://b.example/b.svg)](https://github.com/encrypted-queue-to-table/encrypted-queue-to-table/blob/v1.2.3/LICENSE), ' +
        '[a](#a), [w](https://w.example/), [m](mailto:m@w.example)',
    );
  });

  test('change nothing else of the assembly, whose fingerprint is the one that jsii would give it', () => {
    const fingerprintOf = ({ fingerprint: _, ...assembly }: any): string =>
      createHash('sha256').update(JSON.stringify(assembly)).digest('base64');
    const before = JSON.parse(readFileSync(join(library.directory, '.jsii'), 'utf8'));
    const after = JSON.parse(publishAssembly(JSON.stringify(before), '0.0.0'));

    expect(fingerprintOf(before)).toBe(before.fingerprint); // so does jsii
    expect(fingerprintOf(after)).toBe(after.fingerprint);
    expect({ ...after, readme: undefined, fingerprint: undefined }).toEqual({
      ...before,
      readme: undefined,
      fingerprint: undefined,
    });
    expect(JSON.parse(read('.jsii'))).toEqual(after);
  });
});
