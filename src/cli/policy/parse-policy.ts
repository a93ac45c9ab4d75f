import type { PolicyDocument } from '../../key-policy/statement';
import { CliError } from '../cli-error';

/** Reads a policy document, and says where it is not one. */
export function parsePolicy(json: string, where: string): PolicyDocument {
  const document = parse(json, where) as Partial<PolicyDocument> | null;
  if (typeof document !== 'object' || document?.Statement === undefined) throw new CliError(`${where} is no policy document: it has no Statement`);
  return document as PolicyDocument;
}

function parse(json: string, where: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new CliError(`${where} is no JSON`);
  }
}
