import { fieldError } from '../traffic/check-number';
import { Template } from './template';

type Value = string | number;

/**
 * Refuses a value for a parameter of the template that CloudFormation refuses, too.
 *
 * What the template's parameters have no rule for passes, and so do attributes, exports and names that it does not ask for.
 *
 * @throws with the parameter, its value and what it may be
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function checkParameters({ Parameters = {} }: Template, given: Readonly<Record<string, Value>>): void {
  for (const [name, value] of Object.entries(given)) {
    const rules = Object.hasOwn(Parameters, name) ? Parameters[name] : undefined;
    if (typeof rules === 'object' && rules !== null) {
      checkParameter(name, value, rules as Readonly<Record<string, unknown>>);
    }
  }
}

function checkParameter(name: string, value: Value, { Type, AllowedValues, MinValue, MaxValue }: Readonly<Record<string, unknown>>): void {
  const type = String(Type);
  // What is given for an SSM parameter is its value, its rules are about the name under which it is kept.
  if (type.startsWith('AWS::SSM::')) {
    return;
  }
  const allowed = Array.isArray(AllowedValues) ? AllowedValues.map(String) : undefined;
  const values = type === 'CommaDelimitedList' || type.startsWith('List<') ? String(value).split(',') : [String(value)];
  if (allowed !== undefined && !values.every((one) => allowed.includes(one.trim()))) {
    throw fieldError(`Parameter ${name}`, value, `one of ${allowed.join(', ')}`);
  }
  if (type === 'Number') {
    const [least, most] = [numberOr(MinValue, -Infinity), numberOr(MaxValue, Infinity)];
    if (Number(value) < least || Number(value) > most) {
      const bounds = [least > -Infinity ? `at least ${least}` : '', most < Infinity ? `at most ${most}` : ''];
      throw fieldError(`Parameter ${name}`, value, bounds.filter((bound) => bound !== '').join(' and '));
    }
  }
}

function numberOr(value: unknown, otherwise: number): number {
  return value === undefined ? otherwise : Number(value);
}
