import { createServer, connect } from 'node:net';
import { randomInt } from 'node:crypto';
import { Problem } from './steps.mjs';

/** Undefined when the port is free on that address, otherwise the reason why it is not. */
export function portTrouble(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** The wished port if it is free, else another one below the range the system gives to outgoing connections. */
export async function freePort(wished) {
  if (Number.isInteger(wished) && !(await portTrouble(wished))) return wished;
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomInt(15_000, 30_000);
    if (!(await portTrouble(port))) return port;
  }
  throw new Problem('No free port was found between 15000 and 30000 on 127.0.0.1: close some servers and try again.');
}

/** Whether something answers at the address of a URL. */
export function answers(url, defaultPort, milliseconds = 5_000) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || defaultPort), timeout: milliseconds });
    const finish = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => finish(true));
    socket.once('timeout', () => finish(false));
    socket.once('error', () => finish(false));
  });
}
