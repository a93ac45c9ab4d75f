import { posix } from 'node:path';
import * as fc from 'fast-check';
import { circlesOf } from '../support/circles';
import { modulesOf } from '../support/modules';

const modules = modulesOf('src', 'sandbox', 'projenrc', 'scripts', 'benchmark');

/**
 * The graph of what stands side by side in a folder: its files, and its folders with all that is in them.
 */
function neighboursIn(folder: string): Map<string, Set<string>> {
  const nodeOf = (file: string): string | undefined =>
    file.startsWith(`${folder}/`) ? `${folder}/${file.slice(folder.length + 1).split('/')[0]}` : undefined;
  const graph = new Map<string, Set<string>>();
  for (const { file, imports } of modules) {
    const from = nodeOf(file);
    if (!from) continue;
    const to = imports.map(nodeOf).filter(node => node !== undefined && node !== from);
    graph.set(from, new Set([...(graph.get(from) ?? []), ...(to as string[])]));
  }
  return graph;
}

const folders = [...new Set(modules.flatMap(({ file }) => foldersOf(file)))];

function foldersOf(file: string): string[] {
  const folder = posix.dirname(file);
  return folder === '.' ? [] : [...foldersOf(folder), folder];
}

test('no file imports another one that imports it in turn, for types or for values', () => {
  const circles = circlesOf(new Map(modules.map(({ file, imports }) => [file, imports])));

  expect(circles.map(circle => circle.join(' ')).sort()).toEqual([]);
});

test('no folder imports another one beside it that imports it in turn', () => {
  const circles = folders.flatMap(folder => circlesOf(neighboursIn(folder))).map(circle => circle.join(' '));

  expect(circles.sort()).toEqual([]);
});

test('what is imported is a file that is there', () => {
  const known = new Set(modules.map(({ file }) => file));

  expect(modules.length).toBeGreaterThan(250);
  expect(
    modules.flatMap(({ file, imports }) =>
      imports
        .filter(imported => folders.includes(imported.split('/')[0]!) && !known.has(imported))
        .map(imported => `${file} -> ${imported}`),
    ),
  ).toEqual([]);
});

describe('a circle', () => {
  test('is found, however long it is and whatever hangs on it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.array(fc.tuple(fc.nat(30), fc.nat(30))), (length, others) => {
        const graph = new Map<string, string[]>();
        const add = (from: string, to: string) => graph.set(from, [...(graph.get(from) ?? []), to]);
        others.filter(([from, to]) => from < to).forEach(([from, to]) => add(`x${from}`, `x${to}`)); // no circle
        for (let index = 0; index < length; index += 1) add(`circle${index}`, `circle${(index + 1) % length}`);
        others.forEach(([from]) => add(`x${from}`, 'circle0'));

        expect(circlesOf(graph)).toEqual([Array.from({ length }, (_, index) => `circle${index}`).sort()]);
      }),
    );
  });

  test('is not seen where there is none', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(30))), edges => {
        const graph = new Map<string, string[]>();
        edges
          .filter(([from, to]) => from < to)
          .forEach(([from, to]) => graph.set(`${from}`, [...(graph.get(`${from}`) ?? []), `${to}`]));

        expect(circlesOf(graph)).toEqual([]);
      }),
    );
  });
});
