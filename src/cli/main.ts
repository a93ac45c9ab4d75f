#!/usr/bin/env node
import { openTty } from './conversation';
import { run } from './run';

// the SDK's notice about old versions of Node is for its users, not for ours
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// no stack, no core dump, no report: key material may be in memory
process.on('uncaughtException', error => {
  process.stderr.write(`encrypted-queue-to-table: error: ${error.name}\n`);
  process.exit(1);
});

const { stdin, stdout, stderr } = process;
void run(process.argv.slice(2), { stdin, stdout, stderr, openTty }, { process }).then(code => {
  process.exitCode = code;
});
