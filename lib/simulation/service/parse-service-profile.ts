import { checkNumber, fieldError, NumberRange } from '../traffic/check-number';
import { ServiceProfile } from './service-profile';

type NumberField = Exclude<keyof ServiceProfile, 'name' | 'source'>;

interface FieldRule extends NumberRange {
  readonly integer?: boolean;
  readonly optional?: boolean;
}

const NUMBERS: Record<NumberField, FieldRule> = {
  stepSeconds: { above: 0 },
  stepSecondsPerRequest: { min: 0 },
  prefillSecondsPerToken: { min: 0 },
  maxBatchSize: { min: 1, integer: true },
  kvCacheTokens: { min: 1, optional: true },
  maxPrefillTokensPerStep: { min: 1, optional: true },
};

/**
 * A service profile out of JSON: the text itself, or what was parsed of it.
 *
 * @throws where a field is missing, out of its range or unknown, with its name, its value and what is expected
 */
export function parseServiceProfile(json: unknown): ServiceProfile {
  const value = typeof json === 'string' ? parse(json) : json;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw fieldError('service profile', value, 'an object');
  }
  const fields = value as Record<string, unknown>;
  const known = ['name', 'source', ...Object.keys(NUMBERS)];
  const stranger = Object.keys(fields).find((field) => !known.includes(field));
  if (stranger !== undefined) {
    throw new Error(`service profile: no such field '${stranger}', expected ${known.join(', ')}.`);
  }
  for (const field of ['name', 'source']) {
    const text = fields[field] ?? (field === 'source' ? '' : undefined);
    if (typeof text !== 'string') {
      throw fieldError(field, text, 'a text');
    }
  }
  for (const [field, rule] of Object.entries(NUMBERS)) {
    if (fields[field] !== undefined || rule.optional !== true) {
      checkNumber(field, fields[field], rule);
      if (rule.integer === true && !Number.isInteger(fields[field])) {
        throw fieldError(field, fields[field], 'a whole number');
      }
    }
  }
  return { ...fields } as unknown as ServiceProfile;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`service profile: not JSON: ${(error as Error).message}`);
  }
}
