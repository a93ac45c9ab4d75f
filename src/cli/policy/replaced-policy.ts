import { digestOf } from '../../ceremony/fingerprint';
import { parsePolicy } from '../../key-policy/parse-policy';
import type { PolicyDocument } from '../../key-policy/statement';
import { CliError } from '../cli-error';

/**
 * Reads the policy from before out of the log of a key policy manager: of one line, of several, or of what
 * `aws logs filter-log-events` prints.
 *
 * @param digest which of them, as the output `ReplacedKeyPolicy` of the stack has it
 */
export function readReplacedPolicy(log: string, where: string, digest?: string): PolicyDocument {
  const found = new Map(findReplaced(log).map(({ digest: own, before }) => [own, before]));
  const wanted = digest?.replace(/^sha256:/, '');
  const [[own, before] = [], ...others] = [...found].filter(([one]) => wanted === undefined || one === wanted);
  if (own === undefined) {
    const which = wanted === undefined ? '' : ` with the digest ${wanted}`;
    throw new CliError(`there is no policy from before${which} in ${where}`, HOW_TO_GET_IT);
  }
  if (others.length > 0) {
    throw new CliError(
      `${where} holds several policies from before: ${[...found.keys()].join(', ')}`,
      `add --digest ${own}; the output ReplacedKeyPolicy of the stack says which`,
    );
  }
  const text = JSON.stringify(before);
  if (digestOf(text) !== `sha256:${own}`) {
    throw new CliError(`the policy in ${where} is not the one of its digest ${own}`);
  }
  return parsePolicy(text, where);
}

const HOW_TO_GET_IT = `look in the log of the key policy manager for 'statements of others removed'`;

interface Replaced {
  readonly digest: string;
  readonly before: object;
}

/** Log lines are JSON, JSON in a text, or JSON after a text, as the settings of the function say. */
function findReplaced(value: unknown): Replaced[] {
  if (typeof value === 'string') return parseAll(value).flatMap(findReplaced);
  if (typeof value !== 'object' || value === null) return [];
  const { digest, before } = value as Partial<Replaced>;
  if (typeof digest === 'string' && typeof before === 'object' && before !== null) return [{ digest, before }];
  return Object.values(value).flatMap(findReplaced);
}

function parseAll(text: string): unknown[] {
  const whole = parseObject(text);
  return whole === undefined
    ? text.split(/[\n\t]/).flatMap(part => parseObject(part.slice(part.indexOf('{'))) ?? [])
    : [whole];
}

function parseObject(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
