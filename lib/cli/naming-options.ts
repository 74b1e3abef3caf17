import { ScenarioEvent } from '../simulation/engine/scenario';
import { FieldError } from '../simulation/traffic/check-number';
import { showValue } from '../simulation/traffic/show-value';
import { SimulateFlags } from './simulate-flags';

/** What the command line calls the fields that come from it. */
const OPTIONS: readonly (readonly [field: RegExp, option: string])[] = [
  [/^rate$/, '--rate'],
  [/^traffic$/, '--trace'],
  [/^target$/, '--target'],
  [/^service$/, '--service'],
  [/^startUp$/, '--start-up'],
  [/^startsAt$/, '--starts-at'],
  [/^leaveOut$/, '--leave-out'],
  [/^expectedRequestSeconds$/, '--request-seconds'],
  [/^fleet\.pricePerInstanceHour$/, '--price'],
  [/^targets\[\d+\]\.demandTarget$/, '--demand'],
];

/** Does a piece of work; where a setting is wrong that came from an option, the error says so: who types knows no fields. */
export function namingOptions<T>(flags: SimulateFlags, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof FieldError ? inOptions(error, flags) : error;
  }
}

function inOptions(error: FieldError, { crash, shortage, startUp }: SimulateFlags): Error {
  const { field, value, expected } = error;
  const [, assumption] = /^assumptions\.(\w+)$/.exec(field) ?? [];
  if (assumption !== undefined) {
    return new Error(`--assume ${assumption}=${asTyped(value)}: expected ${expected}.`);
  }
  const [, phase] = /^startUp\.(\w+)$/.exec(field) ?? [];
  if (phase !== undefined) {
    return new Error(`--start-up ${startUp}: ${phase}: got ${showValue(value)}, expected ${expected}.`);
  }
  if (/^events\[\d+\]$/.test(field)) {
    const given = (value as ScenarioEvent).kind === 'containerCrash' ? `--crash ${crash}` : `--shortage ${shortage}`;
    return new Error(`${given}: expected ${expected}.`);
  }
  const option = OPTIONS.find(([pattern]) => pattern.test(field))?.[1];
  return option === undefined ? error : new Error(`${option} ${asTyped(value)}: expected ${expected}.`);
}

function asTyped(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : showValue(value);
}
