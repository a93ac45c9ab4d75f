import { sizeOfItem, type WireValue } from './item-size';
import { putsIn } from './puts';
import { renderError } from './refusal';
import type { DynamoDbRequest } from './request';
import type { WireResponse } from '../gateway/wire';

const ITEM_BYTES = 409_600;
const NESTED_LEVELS = 32;

/** What DynamoDB says of items that dynalite would take, or nothing. */
export function refuseItems(asked: DynamoDbRequest): WireResponse | undefined {
  const items = putsIn(asked).map(({ item }) => item);
  if (items.some(item => levelsOf({ M: item }) - 1 > NESTED_LEVELS)) {
    return invalid('Nesting Levels have exceeded supported limits');
  }
  if (items.some(item => sizeOfItem(item) > ITEM_BYTES)) {
    return invalid('Item size has exceeded the maximum allowed size');
  }
  return undefined;
}

/** A request as dynalite understands it: no sign before a positive number, no name that JavaScript keeps to itself. */
export function toDynalite(body: string): string {
  return body.replace(PROTO, `"${STAND_IN}"$1`).replace(/("N"\s*:\s*")\+(?=[\d.])/g, '$1');
}

/** An answer of dynalite with the names as they were. */
export const fromDynalite = (body: string): string => body.replaceAll(`"${STAND_IN}":`, '"__proto__":');

/** The name of a member, and no text that looks like one: in a text the quotes are escaped. */
const PROTO = /(?<!\\)"__proto__"(\s*:)/g;
/** As long as the name, and in a plane of Unicode that nobody uses. */
const STAND_IN = '\u{f0000}proto';

function levelsOf({ M, L }: WireValue): number {
  const inside = M === undefined ? L : Object.values(M);
  return inside === undefined ? 0 : 1 + inside.reduce((deepest, value) => Math.max(deepest, levelsOf(value)), 0);
}

const invalid = (reason: string): WireResponse =>
  renderError('ValidationException', reason, 'com.amazon.coral.validate');
