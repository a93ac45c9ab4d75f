import type { AlarmState } from '../../../sandbox/cloudwatch/alarm-window';
import { holds } from '../../../sandbox/cloudwatch/composite-rule';

const STATES: Readonly<Record<string, AlarmState>> = { on: 'ALARM', off: 'OK', 'none yet': 'INSUFFICIENT_DATA' };

const held = (rule: string): boolean =>
  holds(rule, alarm => {
    if (!Object.hasOwn(STATES, alarm)) throw new Error(`no ${alarm}`);
    return STATES[alarm];
  });

test.each([
  ['ALARM("on")', true],
  ['ALARM("off")', false],
  ['ALARM(on)', true],
  ["OK('off')", true],
  ['INSUFFICIENT_DATA("none yet")', true],
  ['NOT ALARM("on")', false],
  ['ALARM("off") OR ALARM("on")', true],
  ['ALARM("off") AND ALARM("on")', false],
  ['ALARM("on") OR ALARM("off") AND ALARM("off")', true], // AND binds first
  ['(ALARM("on") OR ALARM("off")) AND ALARM("off")', false],
  ['NOT (ALARM("off") OR FALSE) AND TRUE', true],
])('%s is %s', (rule, expected) => {
  expect(held(rule)).toBe(expected);
});

test.each([
  ['ALARM("gone") OR ALARM("on")', 'no gone'],
  ['ALARM("on") XOR ALARM("off")', `a rule can't have 'XOR ALARM("off")': ALARM("on") XOR ALARM("off")`],
  ['(ALARM("on")', 'a parenthesis is not closed: (ALARM("on")'],
  ['ALARM("on") ALARM("off")', 'the rule ends too early: ALARM("on") ALARM("off")'],
  ['NOT', 'an alarm is expected: NOT'],
])('%s is refused', (rule, problem) => {
  expect(() => held(rule)).toThrow(problem);
});
