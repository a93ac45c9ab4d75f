// A stand-in for DynamoDB that takes any write after a set latency: node stand-in.mjs <milliseconds>. Ends with its
// parent.
import { createServer } from 'node:http';

const latency = Number(process.argv[2]);

createServer({ keepAliveTimeout: 0 }, (request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => setTimeout(() => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end('{}');
  }, latency));
}).listen(0, '127.0.0.1', function () {
  process.send(`http://127.0.0.1:${this.address().port}`);
});
process.on('disconnect', () => process.exit());
