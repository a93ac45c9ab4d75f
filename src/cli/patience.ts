import type { KMSClient } from '@aws-sdk/client-kms';
import type { STSClient } from '@aws-sdk/client-sts';
import { CliError } from './cli-error';

export interface Patience {
  /** How long a call is waited for, all its tries included. */
  readonly deadlineMilliseconds: number;
  /** When a call that has no answer yet is spoken of. */
  readonly silenceMilliseconds: number;
}

const PATIENCE: Patience = { deadlineMilliseconds: 32_000, silenceMilliseconds: 3_000 };
const EVERY_MILLISECONDS = 5_000;

/** Makes a client give up a call that has no answer in time, and say for whom it waits meanwhile. */
export function patient<Client extends KMSClient | STSClient>(
  client: Client,
  service: string,
  say: (text: string) => void,
  { deadlineMilliseconds, silenceMilliseconds }: Patience = PATIENCE,
): Client {
  const sender = client as unknown as { send: Send; config: { credentials(): Promise<unknown> } };
  const send = sender.send.bind(client);
  const spoken = async <T>(work: Promise<T>, whom: string) => speakOf(work, whom, say, silenceMilliseconds);
  sender.send = async command => {
    // a code may be asked for: nobody is hurried
    await spoken(sender.config.credentials(), 'the credentials');
    const signal = AbortSignal.timeout(deadlineMilliseconds);
    try {
      return await spoken(send(command, { abortSignal: signal }), service);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new CliError(
        `no answer from ${service} within ${Math.round(deadlineMilliseconds / 1000)} seconds`,
        'check the network, a proxy and --endpoint-url, then run the same command again',
      );
    }
  };
  return client;
}

type Send = (command: unknown, options?: { abortSignal?: AbortSignal }) => Promise<unknown>;

/** Says what is waited for, again and again, until it is there. */
async function speakOf<T>(work: Promise<T>, whom: string, say: (text: string) => void, silence: number): Promise<T> {
  const begin = Date.now();
  let timer = setTimeout(function again() {
    say(`still waiting for ${whom} (${Math.round((Date.now() - begin) / 1000)} s)`);
    timer = setTimeout(again, EVERY_MILLISECONDS);
  }, silence);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
