import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { payloadPart } from './event-stream';

/** What arrived. */
export interface Invocation {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Whether the caller hung up before the answer was whole. */
  aborted: boolean;
}

/** Answers an invocation. */
export type Answer = (response: ServerResponse, invocation: Invocation, index: number) => void | Promise<void>;

/** A server that speaks the runtime API of SageMaker, on a port of its own of this machine. */
export interface FakeRuntime {
  readonly url: string;
  readonly invocations: Invocation[];
  /** How many streams were open at once at most. */
  mostAtOnce(): number;
  /** How many connections there were in all. */
  accepted(): number;
  /** How many connections are open now. */
  connections(): number;
  close(): Promise<void>;
}

export async function serveRuntime(answer: Answer): Promise<FakeRuntime> {
  const invocations: Invocation[] = [];
  const sockets = new Set<Socket>();
  let open = 0;
  let most = 0;
  let accepted = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    most = Math.max(most, ++open);
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const path = `${request.method} ${request.url}`;
      const invocation: Invocation = { path, headers: request.headers, body: Buffer.concat(parts).toString(), aborted: false };
      const index = invocations.push(invocation) - 1;
      response.on('close', () => {
        open--;
        invocation.aborted = !response.writableFinished;
      });
      void answer(response, invocation, index);
    });
  });
  server.on('connection', (socket) => {
    accepted++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    invocations,
    mostAtOnce: () => most,
    accepted: () => accepted,
    connections: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Begins an answer in parts. */
export function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream', 'x-amzn-invoked-production-variant': 'AllTraffic' });
}

/** An answer as vLLM writes it: so many tokens at even distances, and their count at the end. */
export function streamTokens(tokens: number, { first = 0, each = 0 } = {}): Answer {
  return async (response) => {
    await wait(first);
    begin(response);
    for (let i = 0; i < tokens && !response.destroyed; i++) {
      response.write(payloadPart(`data: {"choices":[{"delta":{"content":"word ${i}"}}]}\n\n`));
      await wait(each);
    }
    const usage = JSON.stringify({ choices: [], usage: { prompt_tokens: 550, completion_tokens: tokens } });
    response.end(Buffer.concat([payloadPart(`data: ${usage}\n\n`), payloadPart('data: [DONE]\n\n')]));
  };
}

/** A refusal. */
export function refuse(status: number, type: string, body: object): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type }).end(JSON.stringify(body));
  };
}

/** Takes the request and says nothing. */
export const hang: Answer = () => undefined;
