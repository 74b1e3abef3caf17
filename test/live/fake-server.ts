import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { Account, Question } from '../../lib/live/account';

/** An account that answers over HTTP as Amazon does: all three services speak JSON, and name what is asked in a header. */
export interface FakeServer {
  readonly url: string;
  /** What was asked, in its order, such as `describeAlarms`. */
  readonly asked: Question[];
  close(): Promise<void>;
}

/** The server, on a port of its own of this machine. */
export async function serve(account: Account): Promise<FakeServer> {
  const asked: Question[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const question = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}` as Question;
      asked.push(question);
      const send = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body, toSeconds));
      };
      const answer = account[question] as (input: unknown) => Promise<unknown>;
      answer(JSON.parse(Buffer.concat(parts).toString(), toDate)).then(
        (body) => send(200, body),
        ({ name, message }: Error) => send(400, { __type: name, message }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** And come as such. */
function toDate(key: string, value: unknown): unknown {
  return /^(Start|End)(Time|Date)$/.test(key) && typeof value === 'number' ? new Date(1000 * value) : value;
}

/** Dates go over the wire as seconds since 1970. */
function toSeconds(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const own = this[key];
  return Object.prototype.toString.call(own) === '[object Date]' ? (own as Date).getTime() / 1000 : value;
}
