import { transform, valueAt } from '../../../sandbox/events/input-transformer';

const EVENT = {
  time: '2026-01-01T00:00:00Z',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    eventName: 'DisableKey',
    userIdentity: { arn: 'arn:aws:iam::111122223333:user/Al"ice' },
    resources: [{ ARN: 'arn:one' }, { ARN: 'arn:two' }],
    count: 2,
  },
};
const PREDEFINED = { ruleArn: 'arn:rule', ruleName: 'Stopped', ingestionTime: '2026-01-01T00:00:01Z' };

const transformed = (InputTemplate: string, InputPathsMap = {}): string =>
  transform({ InputTemplate, InputPathsMap }, EVENT, PREDEFINED);

test('a sentence keeps its quotation marks, and a text within it loses its own', () => {
  const paths = { who: '$.detail.userIdentity.arn', what: '$.detail.eventName', when: '$.time', type: '$.detail-type' };
  expect(transformed('"<when>: <who> called <what> (<type>)."', paths)).toBe(
    '"2026-01-01T00:00:00Z: arn:aws:iam::111122223333:user/Al\\"ice called DisableKey (AWS API Call via CloudTrail)."',
  );
});

test('where a path leads nowhere, nothing stands', () => {
  expect(transformed('"called by <who> from <where>."', { who: '$.detail.who', where: '$.a.b' })).toBe(
    '"called by  from ."',
  );
});

test('elsewhere a value is JSON', () => {
  const paths = { name: '$.detail.eventName', count: '$.detail.count', all: '$.detail.resources' };
  expect(JSON.parse(transformed('{"name": <name>, "count": <count>, "text": "<count> of <all>"}', paths))).toEqual({
    name: 'DisableKey',
    count: 2,
    text: '2 of [{"ARN":"arn:one"},{"ARN":"arn:two"}]',
  });
});

test('some variables are there without a path, and what is no variable stays', () => {
  expect(transformed('"<aws.events.rule-name> <aws.events.rule-arn> <aws.events.event.ingestion-time> <other>"')).toBe(
    '"Stopped arn:rule 2026-01-01T00:00:01Z <other>"',
  );
  expect(JSON.parse(transformed('{"event": <aws.events.event.json>}'))).toEqual({ event: EVENT });
});

test.each([
  ['$.detail.resources[1].ARN', 'arn:two'],
  ['$.detail.resources[*].ARN', ['arn:one', 'arn:two']],
  ['$.detail.resources[2].ARN', undefined],
  ['$.detail.count', 2],
  ['$', EVENT],
])('%s leads to %j', (path, expected) => {
  expect(valueAt(EVENT, path)).toEqual(expected);
});
