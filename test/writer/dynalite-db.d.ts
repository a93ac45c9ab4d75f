declare module 'dynalite/db' {
  /** Bytes of an item, as that emulator counts them. */
  export function itemSize(item: object): number;
}
