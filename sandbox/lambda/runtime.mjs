// What Lambda's Node.js runtime does, over the channel that a forked process has to its parent instead of the Runtime
// API.
import { existsSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import timers from 'node:timers/promises';
import { pathToFileURL, urlToHttpOptions } from 'node:url';

process.on('disconnect', () => process.exit()); // never outlives the sandbox

// A plain wait ends sooner, as nothing else in the sandbox takes the seconds that it is there for. What can be called off
// is a time-out for something real, and stays as it is.
const speedup = Number(process.argv[2]);
const wait = timers.setTimeout;
timers.setTimeout = (milliseconds, value, options) =>
  wait(options?.signal === undefined ? milliseconds / speedup : milliseconds, value, options);

// The time of day is the sandbox's: it begins with that of the invocation, and goes on as this machine's does.
const MachineDate = Date;
let difference = 0;
const sandboxNow = () => MachineDate.now() + difference;
globalThis.Date = new Proxy(MachineDate, {
  apply: () => new MachineDate(sandboxNow()).toString(),
  construct: (target, given, as) => Reflect.construct(target, given.length === 0 ? [sandboxNow()] : given, as),
  get: (target, name) => (name === 'now' ? sandboxNow : Reflect.get(target, name)),
});

// The network: whatever is of AWS is the sandbox, also where a program does not read AWS_ENDPOINT_URL.
const sandbox = new URL(process.env.AWS_ENDPOINT_URL);
const isAws = (host = '') => /(^|\.)amazonaws\.com(:443)?$/.test(host);
const request = https.request;
https.request = (...given) => {
  const [target, ...others] =
    typeof given[0] === 'string' || given[0] instanceof URL
      ? [urlToHttpOptions(new URL(given[0])), ...given.slice(1)]
      : [{}, ...given];
  const options = { ...target, ...(typeof others[0] === 'object' ? others.shift() : {}) };
  if (!isAws(options.hostname ?? options.host)) return request(...given);
  const { agent: _, host: __, ...kept } = options;
  return http.request({ ...kept, protocol: 'http:', hostname: sandbox.hostname, port: sandbox.port }, ...others);
};
https.get = (...given) => https.request(...given).end();
syncBuiltinESMExports();
const { fetch } = globalThis;
globalThis.fetch = async (input, init) => {
  const url = typeof input === 'string' || input instanceof URL ? new URL(input) : undefined;
  return fetch(
    url?.protocol === 'https:' && isAws(url.host) ? new URL(url.pathname + url.search, sandbox) : input,
    init,
  );
};

const [file, name] = process.env._HANDLER.split('.');
const module = ['.mjs', '.js', '.cjs']
  .map(extension => join(process.env.LAMBDA_TASK_ROOT, file + extension))
  .find(existsSync);

const failure = error => ({
  errorType: error?.name ?? 'Error',
  errorMessage: error?.message ?? String(error),
  trace: error?.stack?.split('\n') ?? [],
});

async function load() {
  if (module === undefined)
    throw Object.assign(new Error(`Cannot find module '${file}'`), { name: 'Runtime.ImportModuleError' });
  const loaded = await import(pathToFileURL(module));
  const handler = loaded[name] ?? loaded.default?.[name];
  if (typeof handler !== 'function')
    throw Object.assign(new Error(`${process.env._HANDLER} is undefined or not exported`), {
      name: 'Runtime.HandlerNotFound',
    });
  return handler;
}

try {
  const handler = await load();
  process.on('message', async ({ event, context, milliseconds, now }) => {
    let answer;
    difference = now - MachineDate.now();
    const end = performance.now() + milliseconds;
    try {
      const result = await handler(event, {
        ...context,
        getRemainingTimeInMillis: () => Math.round(end - performance.now()),
      });
      answer = { result: result === undefined ? null : result };
    } catch (error) {
      console.error(`${context.awsRequestId}\tERROR\tInvoke Error\t${JSON.stringify(failure(error))}`);
      answer = { error: failure(error) };
    }
    for (const output of [process.stdout, process.stderr]) output.write('\0\n'); // that is all of the log
    process.send(answer);
  });
  process.send({ ready: true });
} catch (error) {
  console.error(`undefined\tERROR\tUncaught Exception\t${JSON.stringify(failure(error))}`);
  process.send({ error: failure(error) }, () => process.exit(1));
}
