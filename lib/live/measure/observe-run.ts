import { Account } from '../account';
import { Observation, Subject } from '../observe/observation';
import { observe } from '../observe/observe';
import { Clock, CLOCK, sleep } from './clock';
import { Destination } from './load-runtime';

/** Asks an account what the fleet did; in tests, something else does. */
export type Observe = (account: Account, subject: Subject, range: { readonly from: Date; readonly until: Date }) => Promise<Observation>;

/** What the scaling of a destination is about. */
export function subjectOf({ endpointName, variantName, inferenceComponentName }: Destination): Subject {
  return inferenceComponentName === undefined
    ? { endpoint: endpointName, ...(variantName === undefined ? {} : { variant: variantName }) }
    : { component: inferenceComponentName };
}

const LOOK_BACK_MILLISECONDS = 60_000;

/**
 * How it stands before anything is sent.
 *
 * A right that is missing shows here, and not after the load is paid for; and so does an endpoint that does not exist.
 */
export async function observeBefore(account: Account, subject: Subject, ask: Observe = observe): Promise<Observation> {
  const until = new Date();
  try {
    return await ask(account, subject, { from: new Date(until.getTime() - LOOK_BACK_MILLISECONDS), until });
  } catch (error) {
    throw new Error(`${(error as Error).message}\nWithout the scale-out timeline, which needs these rights, measure with --no-observe.`);
  }
}

/** What the fleet did since the load began, after a wait for metrics that come late; an interrupt ends the wait. */
export async function observeAfter(
  account: Account,
  subject: Subject,
  options: {
    readonly from: Date;
    readonly waitSeconds: number;
    readonly signal: AbortSignal;
    readonly clock?: Clock;
    readonly ask?: Observe;
  },
): Promise<Observation> {
  const { from, waitSeconds, signal, clock = CLOCK, ask = observe } = options;
  await sleep(clock, waitSeconds, signal);
  return ask(account, subject, { from, until: new Date() });
}
