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

/** What does not hinder a measurement: only who wants the timeline is refused. */
const WAYS_OUT: readonly { readonly of: RegExp; readonly way: string }[] = [
  { of: /^Access denied/, way: 'Without the scale-out timeline, which needs these rights, measure with --no-observe.' },
  {
    of: /has several variants/,
    way: 'To send to all of them as their weights say, without the scale-out timeline, measure with --no-observe.',
  },
];

/**
 * How it stands before anything is sent.
 *
 * A right that is missing shows here, and not after the load is paid for; and so does an endpoint that does not exist.
 *
 * @throws where it cannot be observed, or the component is on another endpoint
 */
export async function observeBefore(account: Account, destination: Destination, ask: Observe = observe): Promise<Observation> {
  const until = new Date();
  const before = await explained(ask(account, subjectOf(destination), { from: new Date(until.getTime() - LOOK_BACK_MILLISECONDS), until }));
  const { endpointName, inferenceComponentName } = destination;
  const { endpoint } = before.subject;
  if (inferenceComponentName !== undefined && endpoint !== endpointName) {
    throw new Error(`--component ${inferenceComponentName}: it is on the endpoint ${endpoint}, not on --endpoint ${endpointName}.`);
  }
  return before;
}

async function explained(observation: Promise<Observation>): Promise<Observation> {
  try {
    return await observation;
  } catch (error) {
    const { message } = error as Error;
    const known = WAYS_OUT.find(({ of }) => of.test(message));
    throw known === undefined ? error : new Error(`${message}\n${known.way}`);
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
