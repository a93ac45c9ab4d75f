// Loads a handler as a cold start does and says what it took: node load.mjs <bundle>
import { createRequire } from 'node:module';

const bundle = process.argv[2];
const cpu = process.cpuUsage();
const start = performance.now();
if (bundle.endsWith('js') && !bundle.endsWith('.mjs')) createRequire(import.meta.url)(bundle);
else await import(bundle);
const wallMilliseconds = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
process.send({ wallMilliseconds, cpuMilliseconds: (user + system) / 1000 });
process.disconnect();
