import { withoutAccounts } from './without-accounts';

/** `info` is worth knowing and no fault; `drift` is other than the template says; `missing` is not there. */
export type Severity = 'ok' | 'info' | 'drift' | 'missing';

/** What one check found. */
export interface Finding {
  readonly severity: Severity;
  /** What it belongs to, such as `endpoint chat`. */
  readonly of: string;
  /** What was checked, such as `policy Concurrency`. */
  readonly subject: string;
  readonly text: string;
}

/** A finding whose subject is known from where it stands. */
export type Note = Pick<Finding, 'severity' | 'text'>;

/** Whether all is as the template says. */
export function isFine({ severity }: Note): boolean {
  return severity === 'ok' || severity === 'info';
}

/** What was found of one subject: what is wrong with it, or else that it is as it should be. For logs, so without account numbers. */
export function findingsOf(of: string, subject: string, ok: string, notes: readonly Note[]): Finding[] {
  const all: Note[] = notes.every(isFine) ? [{ severity: 'ok', text: ok }, ...notes] : [...notes];
  return all.map(({ severity, text }) => ({ severity, of, subject, text: withoutAccounts(text) }));
}
