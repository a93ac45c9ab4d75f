// Loaded into the CDK CLI: it looks every 50 milliseconds where it looks every 2 or 5 seconds, as the sandbox is quick.
if (/aws-cdk\/bin\/cdk(\.js)?$/.test(process.argv[1] ?? '')) {
  const wait = globalThis.setTimeout;
  globalThis.setTimeout = (then, delay, ...args) => wait(then, delay === 2000 || delay === 5000 ? 50 : delay, ...args);
}
