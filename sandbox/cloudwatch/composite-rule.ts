import type { AlarmState } from './alarm-window';

/** The state of an alarm by its name or ARN. @throws if there is none */
export type StateOfAlarm = (alarm: string) => AlarmState;

const TOKEN =
  /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^\s()]+))\s*\)|(AND|OR|NOT|TRUE|FALSE|\(|\)))/y;

/**
 * Whether the rule of a composite alarm holds.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 * @throws if it is no such rule
 */
export function holds(rule: string, stateOfAlarm: StateOfAlarm): boolean {
  const tokens = tokensOf(rule);
  let at = 0;
  const word = (): string | undefined => tokens[at]?.word;

  const any = (): boolean => {
    let result = all();
    while (word() === 'OR') {
      at += 1;
      result = all() || result;
    }
    return result;
  };
  const all = (): boolean => {
    let result = one();
    while (word() === 'AND') {
      at += 1;
      result = one() && result;
    }
    return result;
  };
  const one = (): boolean => {
    const token = tokens[at++];
    if (token?.state !== undefined) return stateOfAlarm(token.alarm!) === token.state;
    switch (token?.word) {
      case 'NOT':
        return !one();
      case 'TRUE':
        return true;
      case 'FALSE':
        return false;
      case '(': {
        const inner = any();
        if (tokens[at++]?.word !== ')') throw new Error(`a parenthesis is not closed: ${rule}`);
        return inner;
      }
      default:
        throw new Error(`an alarm is expected: ${rule}`);
    }
  };

  const result = any();
  if (at < tokens.length) throw new Error(`the rule ends too early: ${rule}`);
  return result;
}

interface RuleToken {
  readonly state?: AlarmState;
  readonly alarm?: string;
  readonly word?: string;
}

function tokensOf(rule: string): RuleToken[] {
  const tokens: RuleToken[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; rule.slice(at).trim() !== ''; at = TOKEN.lastIndex) {
    const [found, state, quoted, single, bare, word] = TOKEN.exec(rule) ?? [];
    if (found === undefined) throw new Error(`a rule can't have '${rule.slice(at).trim()}': ${rule}`);
    tokens.push(word === undefined ? { state: state as AlarmState, alarm: quoted ?? single ?? bare } : { word });
  }
  return tokens;
}
