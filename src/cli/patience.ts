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
  sender.send = async command => {
    await sender.config.credentials(); // may ask for a code: nobody is hurried
    const begin = Date.now();
    const speak = () => say(`still waiting for ${service} (${Math.round((Date.now() - begin) / 1000)} s)`);
    let timer = setTimeout(function again() {
      speak();
      timer = setTimeout(again, EVERY_MILLISECONDS);
    }, silenceMilliseconds);
    const signal = AbortSignal.timeout(deadlineMilliseconds);
    try {
      return await send(command, { abortSignal: signal });
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new CliError(
        `no answer from ${service} within ${Math.round(deadlineMilliseconds / 1000)} seconds`,
        'check the network, a proxy and --endpoint-url, then run the same command again',
      );
    } finally {
      clearTimeout(timer);
    }
  };
  return client;
}

type Send = (command: unknown, options?: { abortSignal?: AbortSignal }) => Promise<unknown>;
