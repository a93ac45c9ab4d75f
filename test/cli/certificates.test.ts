import { execFileSync } from 'node:child_process';
import { createServer as createPlain, request, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { CommandLine } from './command-line';
import { Program } from './program';
import { testWith } from '../support/unless-installed';

/** A network whose certificates are its own, before the double of KMS. */
let cli: CommandLine;
let program: Program;
const servers: Server[] = [];
beforeAll(async () => {
  program = new Program();
  cli = await CommandLine.start();
  await cli.key('create --alias alias/orders');
});
afterAll(async () => {
  servers.forEach(server => server.close());
  program.remove();
  await cli.stop();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const status = async (endpoint: string, AWS_CA_BUNDLE?: string) =>
  program.run(`key status --key-id alias/orders --region eu-west-1 --endpoint-url ${endpoint}`, {
    env: { AWS_CA_BUNDLE },
  });

testWith('openssl')('AWS_CA_BUNDLE makes certificates of a network trusted, and nothing else does', async () => {
  const [key, cert] = [cli.path('tls.key'), cli.path('tls.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject], {
    stdio: 'ignore',
  });
  const port = await listen(
    createServer({ key: cli.read('tls.key'), cert: cli.read('tls.pem') }, (incoming, outgoing) => {
      const { method, headers } = incoming;
      const forwarded = request(cli.server.endpoint, { method, headers }, answer => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(forwarded);
    }),
  );
  const endpoint = `https://127.0.0.1:${port}`;

  expect(await status(endpoint, cert)).toMatchObject({ code: 0, stdout: expect.stringContaining('alias/orders') });
  expect(await status(endpoint)).toMatchObject({
    code: 1,
    stderr:
      'encrypted-queue-to-table: error: the certificate of the other side is not trusted: DEPTH_ZERO_SELF_SIGNED_CERT\n' +
      'encrypted-queue-to-table: hint: if your network puts in certificates of its own, name their file in AWS_CA_BUNDLE\n',
  });
});

test('a bundle of certificates that is not there is said', async () => {
  expect(await status(cli.server.endpoint, '/nowhere.pem')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("error: cannot read AWS_CA_BUNDLE '/nowhere.pem': ENOENT\n"),
  });
});

test('what answers in place of AWS is told from AWS', async () => {
  const port = await listen(createPlain((_, answer) => answer.end('<html>Please log in</html>')));

  expect(await status(`http://127.0.0.1:${port}`)).toMatchObject({
    code: 1,
    stderr:
      'encrypted-queue-to-table: error: what answers is not AWS: its answer cannot be read\n' +
      'encrypted-queue-to-table: hint: check --endpoint-url, a proxy, and a log-in page of the network\n',
  });
});
