import { TreatMissingData } from '../../../lib/simulation/control/alarm-settings';
import { BREACHING, evaluateAlarm, MISSING, NOT_BREACHING } from '../../../lib/simulation/control/evaluate-alarm';

const TREATMENTS: readonly TreatMissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
const MEANING: Record<string, string> = { A: 'ALARM', OK: 'OK', I: 'INSUFFICIENT_DATA', R: 'RETAIN' };

function points(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => ({ X: BREACHING, '0': NOT_BREACHING, '-': MISSING })[letter]!);
}

function verdicts(text: string, datapointsToAlarm: number, evaluationPeriods: number): string[] {
  return TREATMENTS.map((treatMissingData) => evaluateAlarm(points(text), { evaluationPeriods, datapointsToAlarm, treatMissingData }));
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
describe("the tables of CloudWatch's user guide: missing, ignore, breaching, notBreaching", () => {
  test.each([
    ['0-X-X', 'OK OK OK OK'],
    ['0----', 'OK OK OK OK'],
    ['-----', 'I R A OK'],
    ['0XX-X', 'A A A A'],
    ['--X--', 'A R A OK'],
  ])('3 out of 3: %s is %s', (text, expected) => {
    expect(verdicts(text, 3, 3)).toEqual(expected.split(' ').map((letter) => MEANING[letter]));
  });

  test.each([
    ['0-X-X', 'A A A A'],
    ['00X0X', 'A A A A'],
    ['0-X--', 'OK OK A OK'],
    ['----0', 'OK OK A OK'],
    ['---X-', 'A R A OK'],
  ])('2 out of 3: %s is %s', (text, expected) => {
    expect(verdicts(text, 2, 3)).toEqual(expected.split(' ').map((letter) => MEANING[letter]));
  });
});

describe('an alarm', () => {
  test('needs all datapoints, and treats missing data as missing, unless it says otherwise', () => {
    expect(evaluateAlarm(points('0XX'), { evaluationPeriods: 3 })).toBe('OK');
    expect(evaluateAlarm(points('XXX'), { evaluationPeriods: 3 })).toBe('ALARM');
    expect(evaluateAlarm(points('---'), { evaluationPeriods: 3 })).toBe('INSUFFICIENT_DATA');
  });

  test('does not look at datapoints older than N when the newest N are there', () => {
    expect(verdicts('XXX00', 2, 3)).toEqual(['OK', 'OK', 'OK', 'OK']);
    expect(verdicts('000XX', 2, 3)).toEqual(['ALARM', 'ALARM', 'ALARM', 'ALARM']);
  });

  test('is not premature before the oldest breaching datapoint is M periods old', () => {
    expect(verdicts('---X-', 3, 3)[0]).toBe('OK');
    expect(verdicts('---XX', 3, 3)).toEqual(['OK', 'RETAIN', 'ALARM', 'OK']);
  });

  test('is not premature when something since did not breach', () => {
    expect(verdicts('X0X---', 4, 6)[0]).toBe('OK');
    expect(verdicts('-XXX---', 4, 6)[0]).toBe('ALARM');
  });
});
