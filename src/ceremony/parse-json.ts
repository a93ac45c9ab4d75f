import { CeremonyError } from './ceremony-error';

/** Takes a text for a JSON object. */
export function parseJsonObject(text: string, source: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CeremonyError(`'${source}' is not JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CeremonyError(`'${source}' is not a JSON object`);
  }
  return value;
}

/** Takes a text for a JSON object, and answers those of its fields that are texts. */
export function parseTexts(text: string, source: string): Record<string, string | undefined> {
  const fields = Object.entries(parseJsonObject(text, source)).filter(([, field]) => typeof field === 'string');
  return Object.fromEntries(fields) as Record<string, string>;
}
