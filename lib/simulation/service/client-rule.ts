/** How long callers wait. */
export interface ClientRule {
  readonly timeoutSeconds: number;
  readonly until: 'firstToken' | 'lastToken';
  /** Whether a queued request is served after its caller has given up. */
  readonly stays: boolean;
}
