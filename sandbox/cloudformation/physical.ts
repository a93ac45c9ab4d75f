export interface StackFacts {
  readonly name: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
}

/** A resource as the rest of the template can name it. */
export interface Physical {
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, unknown>>;
}
