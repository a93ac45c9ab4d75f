/** The variables of the environment. */
export type AwsEnvironment = Readonly<Record<string, string | undefined>>;

/** What the command line and the environment say of AWS. */
export interface AwsOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly endpoint?: string;
  /** Where proxies, certificates and keys may be named. */
  readonly env: AwsEnvironment;
  readonly askForMfaCode: (serial: string) => Promise<string>;
}
