import { type Call } from './call';

/** The service through which a call comes. */
export function serviceOf(call: Call): string | undefined {
  return [valueOf(call, 'kms:viaservice') ?? []].flat()[0];
}

/** Whether a service is one that this package uses the key through. */
export function isQueueOrTable(service: string): boolean {
  return /^(sqs|dynamodb)\./.test(service);
}

/** Whether a call is about something else than a queue or a table: its encryption context says so. */
export function isAboutAnotherThing({ context = {} }: Call): boolean {
  return Object.keys(context).some(key => /^kms:encryptioncontext:(?!aws:(sqs|dynamodb):)/i.test(key));
}

function valueOf({ context = {} }: Call, key: string) {
  return Object.entries(context).find(([name]) => name.toLowerCase() === key)?.[1];
}
