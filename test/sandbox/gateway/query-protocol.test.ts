import { asked } from './asked';
import { listIn, parseForm, queryService } from '../../../sandbox/gateway/query-protocol';
import { ServiceError } from '../../../sandbox/gateway/service-error';

describe('a form', () => {
  test.each<[string, object]>([
    ['Action=A&B=b', { Action: 'A', B: 'b' }],
    ['B=%26%3D+c', { B: '&= c' }],
    ['B=', { B: '' }],
    [
      'Tags.member.1.Key=a&Tags.member.1.Value=b&Tags.member.2.Key=c',
      { Tags: [{ Key: 'a', Value: 'b' }, { Key: 'c' }] },
    ],
    ['L.member.10=k&L.member.2=b&L.member.1=a', { L: ['a', 'b', 'k'] }],
    ['A.B.C=1&A.D=2', { A: { B: { C: '1' }, D: '2' } }],
    ['', {}],
  ])('%s', (body, fields) => {
    expect(parseForm(body)).toEqual(fields);
  });

  test('has no way to the prototype of objects', () => {
    parseForm('__proto__.polluted=1&constructor.prototype.polluted=1');

    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  test('has an empty list where it says nothing', () => {
    expect([listIn(undefined), listIn(''), listIn(['a'])]).toEqual([[], [], ['a']]);
  });
});

describe('a service', () => {
  const unknown: string[] = [];
  const service = queryService({
    name: 'sts',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    unknownCall: call => unknown.push(call),
    operations: {
      Echo: ({ Text }) => ({ Text: Text as string }),
      Nothing: () => undefined,
      Refuse: () => {
        throw new ServiceError('AccessDenied', 'not <you>', 403);
      },
      Break: () => {
        throw new TypeError('a mistake of the sandbox');
      },
    },
  });

  test.each([
    [
      'Action=Echo&Text=a',
      200,
      /^<EchoResponse xmlns="https:\/\/sts.amazonaws.com\/doc\/2011-06-15\/"><EchoResult><Text>a<\/Text><\/EchoResult><ResponseMetadata><RequestId>[0-9a-f-]{36}<\/RequestId><\/ResponseMetadata><\/EchoResponse>$/,
    ],
    ['Action=Nothing', 200, /<NothingResult><\/NothingResult>/],
    [
      'Action=Refuse',
      403,
      /^<ErrorResponse xmlns="[^"]+"><Error><Type>Sender<\/Type><Code>AccessDenied<\/Code><Message>not &lt;you&gt;<\/Message><\/Error><RequestId>/,
    ],
    [
      'Action=Unheard',
      400,
      /<Code>InvalidAction<\/Code><Message>Could not find operation Unheard for version 2011-06-15</,
    ],
    ['Action=toString', 400, /<Code>InvalidAction</],
  ])('answers %s with %i', async (body, status, xml) => {
    const answer = await service(asked({ body }));

    expect(answer).toEqual({ status, headers: { 'content-type': 'text/xml' }, body: expect.stringMatching(xml) });
  });

  test('names each call in the log that it does not know', () => {
    expect(unknown).toEqual(['sts:Unheard', 'sts:toString']);
  });

  test('leaves a mistake of its own to the gateway', async () => {
    await expect(service(asked({ body: 'Action=Break' }))).rejects.toThrow('a mistake of the sandbox');
  });
});
