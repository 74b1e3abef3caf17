import { Duration } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { checkKind, propError } from '../private/checks';

const FREQUENCIES = [10, 30, 60, 120, 180, 240, 300];

/** How often metrics are published, in seconds: one of the values that SageMaker takes. */
export function publishFrequency(where: IConstruct, prop: string, frequency: Duration | undefined): number | undefined {
  checkKind(where, prop, frequency, { method: 'toSeconds', allowed: 'a Duration', wayOut: 'For example Duration.seconds(10).' });
  const seconds = frequency?.toSeconds({ integral: false });
  if (seconds !== undefined && !frequency!.isUnresolved() && !FREQUENCIES.includes(seconds)) {
    throw propError(where, prop, `${seconds} seconds`, `one of ${FREQUENCIES.join(', ')} seconds`);
  }
  return seconds;
}
