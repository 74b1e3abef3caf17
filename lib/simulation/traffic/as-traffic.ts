import { checkTraffic, isColumnOf } from './check-traffic';
import { Traffic } from './traffic';

/** Whether this is meant for requests, and not for those of several targets by their names. */
export function isTraffic(given: object): given is Traffic {
  return 'arrivalSeconds' in given && 'inputTokens' in given;
}

/**
 * What somebody gives as traffic: columns, or plain lists of numbers, which are copied into columns.
 *
 * Columns are told by what they are called, not by whose they are: under jest, or out of `structuredClone`, `instanceof` denies them.
 *
 * @throws where it is none, with the column and the index
 */
export function asTraffic(field: string, given: Traffic): Traffic {
  checkTraffic(field, given);
  const { arrivalSeconds, inputTokens, outputTokens } = given;
  if (isColumnOf('Float64Array', arrivalSeconds) && [inputTokens, outputTokens].every((column) => isColumnOf('Uint32Array', column))) {
    return given;
  }
  return {
    arrivalSeconds: Float64Array.from(arrivalSeconds),
    inputTokens: Uint32Array.from(inputTokens),
    outputTokens: Uint32Array.from(outputTokens),
  };
}
