/** An endpoint that answers in streams. */
export interface StreamingEndpoint {
  readonly region: string;
  /**
   * Sends one request, once, and gives the parts of the answer as they come.
   *
   * Nothing is sent a second time: a retry would hide a failure, and count as a slow first token.
   */
  stream(body: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Closes all connections. */
  close(): void;
}
