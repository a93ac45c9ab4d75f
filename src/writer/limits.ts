/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
export const ITEM_BYTES = 400 * 1024;
export const PARTITION_KEY_BYTES = 2048;
export const SORT_KEY_BYTES = 1024;
export const NESTED_LEVELS = 32;
export const NUMBER_DIGITS = 38;
/** Powers of ten of the first digit of the smallest and the largest number that can be stored. */
export const NUMBER_EXPONENTS = { min: -130, max: 125 };

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
export const CALL_ITEMS = 25;
export const CALL_BYTES = 16 * 1024 * 1024;
