import { ClientRule } from '../../../lib/simulation/service/client-rule';
import { COMPLETED, OUTCOMES, RequestLog } from '../../../lib/simulation/service/request-log';

const PATIENT: ClientRule = { timeoutSeconds: Infinity, until: 'firstToken', stays: false };

/** At 100 s: one that was served, one that is being served, one whose first token is due at 103 s, one that waits, one that comes later. */
function endedAt100(client: ClientRule) {
  const log = new RequestLog(5);
  log.outcome[0] = COMPLETED;
  log.queueWaitSeconds.set([1, 2, 1]);
  log.firstTokenSeconds.set([2, 3, 13]);
  log.totalSeconds[0] = 8;
  return log.end(100, Float64Array.of(0, 20, 90, 95, 120), 4, client);
}

test('at the end, what has not come yet takes as long as the caller has waited, at least', () => {
  const { outcome, queueWaitSeconds, firstTokenSeconds, totalSeconds } = endedAt100(PATIENT);
  expect(Array.from(outcome, (number) => OUTCOMES[number])).toEqual(['completed', 'unfinished', 'unfinished', 'unfinished']);
  expect([...queueWaitSeconds]).toEqual([1, 2, 1, 5]);
  expect([...firstTokenSeconds]).toEqual([2, 3, 10, 5]);
  expect([...totalSeconds]).toEqual([8, 80, 10, 5]);
});

test('at the end, who has waited too long for the last token has given up', () => {
  const { outcome } = endedAt100({ ...PATIENT, timeoutSeconds: 60, until: 'lastToken' });
  expect(Array.from(outcome, (number) => OUTCOMES[number])).toEqual(['completed', 'timedOut', 'unfinished', 'unfinished']);
});
