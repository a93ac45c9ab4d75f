import type { KeyObject } from 'node:crypto';
import { parseKeyArn } from '../arn';
import { CeremonyError } from './ceremony-error';
import { digestOf } from './fingerprint';
import { parseTexts } from './parse-json';
import {
  modulusBits,
  parseWrappingKey,
  WRAPPING_ALGORITHMS,
  WRAPPING_KEY_SPECS,
  type WrappingAlgorithm,
  type WrappingKeySpec,
} from './wrap';

const FORMAT = 'encrypted-queue-to-table/import-parameters/1';

/**
 * What KMS answers to `GetParametersForImport`: a wrapping public key and the import token that belongs to it, for 24
 * hours.
 */
export interface ImportParameters {
  readonly keyArn: string;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly wrappingKeySpec: WrappingKeySpec;
  readonly wrappingKey: KeyObject;
  readonly wrappingKeyDigest: string;
  readonly importToken: Buffer;
  readonly validTo: Date;
}

/** The file that is carried to the machine that wraps. Nothing in it is secret. */
export function renderImportParameters(parameters: ImportParameters): string {
  return `${JSON.stringify(
    {
      format: FORMAT,
      keyArn: parameters.keyArn,
      wrappingAlgorithm: parameters.wrappingAlgorithm,
      wrappingKeySpec: parameters.wrappingKeySpec,
      validTo: parameters.validTo.toISOString(),
      publicKey: derOf(parameters.wrappingKey).toString('base64'),
      importToken: parameters.importToken.toString('base64'),
    },
    undefined,
    2,
  )}\n`;
}

export function parseImportParameters(text: string, source: string): ImportParameters {
  const { format, keyArn, wrappingAlgorithm, wrappingKeySpec, validTo, publicKey, importToken } = parseTexts(
    text,
    source,
  );
  const refuse = (why: string) =>
    new CeremonyError(
      `'${source}' ${why}`,
      'make it anew with: encrypted-queue-to-table key parameters --key-id KEY --out FILE',
    );
  if (format !== FORMAT) throw refuse('is not a file of import parameters');
  if (!parseKeyArn(keyArn)) throw refuse('names no key ARN');
  if (!isOneOf(WRAPPING_ALGORITHMS, wrappingAlgorithm) || !isOneOf(WRAPPING_KEY_SPECS, wrappingKeySpec)) {
    throw refuse('names no wrapping algorithm or key spec known');
  }
  const wrappingKey = parseWrappingKey(Buffer.from(publicKey ?? '', 'base64'));
  if (!wrappingKey) throw refuse('holds no RSA public key');
  if (modulusBits(wrappingKey) !== WRAPPING_KEY_SPECS[wrappingKeySpec]) {
    throw refuse(`holds a public key of ${modulusBits(wrappingKey)} bits for ${wrappingKeySpec}`);
  }
  const token = Buffer.from(importToken ?? '', 'base64');
  if (token.length === 0) throw refuse('holds no import token');
  const until = new Date(validTo ?? '');
  if (Number.isNaN(until.getTime())) throw refuse('does not say until when it is valid');
  return {
    keyArn: keyArn ?? '',
    wrappingAlgorithm,
    wrappingKeySpec,
    wrappingKey,
    wrappingKeyDigest: wrappingKeyDigestOf(wrappingKey),
    importToken: token,
    validTo: until,
  };
}

/**
 * Throws when the 24 hours are over: KMS would refuse, and so nothing is called.
 *
 * @param wayOut what to do if the clock is wrong
 */
export function requireFresh(
  { validTo, keyArn }: Pick<ImportParameters, 'validTo' | 'keyArn'>,
  now: Date,
  wayOut = '',
): void {
  if (validTo > now) return;
  throw new CeremonyError(
    `the import parameters expired at ${validTo.toISOString()}; they live 24 hours, and this machine's clock says ${now.toISOString()}`,
    `get new ones, then wrap again: encrypted-queue-to-table key parameters --key-id ${keyArn} --out FILE${wayOut}`,
  );
}

export function wrappingKeyDigestOf(key: KeyObject): string {
  return digestOf(derOf(key));
}

function isOneOf<T extends object>(table: T, name: string | undefined): name is Extract<keyof T, string> {
  return name !== undefined && Object.hasOwn(table, name);
}

function derOf(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}
