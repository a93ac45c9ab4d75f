/** A thing. */
export class Thing {}
