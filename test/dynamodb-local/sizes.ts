import { strict as assert } from 'node:assert';
import { PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Engine } from './engine';
import { itemBytes } from '../../src/writer/item/item-size';
import { requireNumber } from '../../src/writer/item/number';
import { ITEM_BYTES } from '../../src/writer/limits';

type Item = Record<string, AttributeValue>;

const LITERALS = [
  '0',
  '1',
  '-1',
  '12',
  '1.2',
  '123',
  '-12345',
  '0.1',
  '0.01',
  '1e10',
  '-1e-10',
  '1.5e125',
  '1e-130',
  '9'.repeat(38),
  `-${'9'.repeat(38)}`,
  '+7',
  '.5',
  '5.',
  '00012',
  '1200',
];

/** An item of every kind of value, that a text fills up to a size. */
const FAMILIES: readonly ((filler: string) => Item)[] = [
  S => ({ id: { S: 'a' }, text: { S } }),
  S => ({ id: { S: 'a' }, 'ä€😀': { S: `ä€😀${S}` } }),
  ...LITERALS.map(N => (S: string): Item => ({ id: { S: 'a' }, n: { N }, text: { S } })),
  ...LITERALS.map(N => (S: string): Item => ({
    id: { S: 'a' },
    n: { L: Array<AttributeValue>(500).fill({ N }) },
    text: { S },
  })),
  S => ({ id: { S: 'a' }, l: { L: [{ BOOL: true }, { NULL: true }, { S: '' }, { L: [] }, { M: {} }] }, text: { S } }),
  S => ({ id: { S: 'a' }, m: { M: { a: { BOOL: false }, ä: { M: { b: { NULL: true } } } } }, text: { S } }),
  S => ({ id: { S: 'a' }, b: { B: Buffer.from([1, 2, 3]) }, text: { S } }),
  S => ({ id: { S: 'a' }, d: deep(30), text: { S } }),
  S => ({ id: { S: 'a' }, m: { M: { text: { S } } } }),
  S => ({ id: { S: 'a' }, l: { L: [{ S }] } }),
];

/** More literals, of which the engine takes some. */
const NUMBERS = [
  ...LITERALS,
  '9'.repeat(39),
  '1e126',
  '9.9e125',
  '1e-131',
  '1.1e-130',
  '0e999',
  '1e',
  'e1',
  '',
  '.',
  '+',
  '--1',
  'NaN',
  '0x1',
  '1_000',
  ' 1',
  `1${'0'.repeat(125)}`,
  `1${'0'.repeat(126)}`,
];

/**
 * Compares the writer's verdicts with the engine's: of each family the largest item that fits, and one byte more.
 *
 * @returns how many were compared
 */
export async function compareSizes(engine: Engine): Promise<number> {
  await engine.createTable('sizes', ['id']);
  for (const family of FAMILIES) {
    const filler = 'x'.repeat(ITEM_BYTES - itemBytes(family('')));
    for (const [more, fits] of [
      ['', true],
      ['x', false],
    ] as const) {
      const item = family(filler + more);
      assert.equal(itemBytes(item) <= ITEM_BYTES, fits);
      assert.equal(
        await isTaken(engine, item),
        fits,
        `${JSON.stringify(family('')).slice(0, 200)}, ${more.length} more`,
      );
    }
  }
  for (const N of NUMBERS) {
    assert.equal(isStorable(N), await isTaken(engine, { id: { S: 'a' }, n: { N } }), `the number ${N}`);
  }
  return FAMILIES.length * 2 + NUMBERS.length;
}

async function isTaken({ client }: Engine, Item: Item): Promise<boolean> {
  return client.send(new PutItemCommand({ TableName: 'sizes', Item })).then(
    () => true,
    (error: Error) => {
      if (error.name !== 'ValidationException') throw error;
      return false;
    },
  );
}

function isStorable(literal: string): boolean {
  try {
    return requireNumber(literal) === literal;
  } catch {
    return false;
  }
}

function deep(levels: number): AttributeValue {
  return levels === 0 ? { NULL: true } : { L: [deep(levels - 1)] };
}
